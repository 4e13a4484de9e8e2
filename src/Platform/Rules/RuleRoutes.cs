using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Rules.Matching;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Rules;

/// <summary>Has the rules decide where messages go.</summary>
internal sealed class RuleRoutes(RuleBook book) : IMessageRoutes
{
    private static readonly string[] Kinds = Enum.GetNames<ServiceKind>();

    /// <inheritdoc/>
    public RoutedMessage? Route(WeChatPlatform platform, in MessageFacts facts) => book.Of(platform).Route(SubjectOf(facts));

    /// <summary>Returns what rules look at.</summary>
    internal static RuleSubject SubjectOf(in MessageFacts facts) => new(
        facts.AppId,
        facts.InfoType,
        facts.MsgType,
        facts.Event,
        Kinds[(int)facts.Kind],
        facts.Tags as IReadOnlyList<string> ?? [.. facts.Tags]);
}

using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Platform.Messages;

/// <summary>
/// Asks the rules about each delivery of an authorizer's message, one of WeChat's retries too: a rule's deadline begins with the delivery.
/// The router does what they decided, once for all deliveries.
/// </summary>
internal sealed class RuleGate(PlatformCatalog platforms, AuthorizerRegistry authorizers, IEnumerable<IMessageRoutes> rules) : IMessageGate
{
    private readonly IMessageRoutes[] _rules = [.. rules];

    /// <inheritdoc/>
    public ValueTask<Reply?> EnterAsync(MessageContext message, CancellationToken cancellationToken)
    {
        var account = message.Service.Account;
        if (account.Component is not null && platforms.TryGet(account.Service, out var platform))
        {
            var served = authorizers.BookOf(platform.AppId).Find(account.AppId.Value) is { Authorizer.IsServed: true } entry
                ? entry.Under(platform) : null;
            var facts = new MessageFacts(account.AppId.Value, account.Kind, served?.Tags ?? [], "", message.MsgType, message.Event);
            var routed = Ask(platform, facts);
            if (routed is null && served is not null)
            {
                message.GetOrAddState(served);
            }
            else if (message.GetOrAddState(new Ruling(platform, served, routed)).Routed?.Deadline is { } deadline)
            {
                message.Deadline = deadline;
            }
        }

        return default;
    }

    private RoutedMessage? Ask(WeChatPlatform platform, in MessageFacts facts)
    {
        foreach (var rule in _rules)
        {
            if (rule.Route(platform, facts) is { } routed)
            {
                return routed;
            }
        }

        return null;
    }
}

using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Platform.Messages;

/// <summary>What is known of one delivery of a message for an authorizer before its deadline begins.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Served">How it serves the authorizer; <see langword="null"/> when the account is not in its care.</param>
/// <param name="Routed">What the rules decided; <see langword="null"/> when none matches.</param>
/// <remarks>All messages of an account that no rule takes share one.</remarks>
internal sealed record Ruling(WeChatPlatform Platform, AuthorizerEntry.Served? Served, RoutedMessage? Routed)
{
    private RecordedRoute? _recorded;

    /// <summary>Gets where a message goes that no rule takes; <see langword="null"/> for the platform's own cluster.</summary>
    public MessageTarget? OwnTarget => Served is { } served ? served.MessageTarget : Platform.MessageTarget;

    /// <summary>Returns what the message's record says of its way.</summary>
    /// <param name="target">Where the message goes.</param>
    public RecordedRoute RecordedTo(MessageTarget? target)
    {
        var backend = target?.Backend ?? "";
        return _recorded is { } recorded && recorded.Backend == backend ? recorded
            : _recorded = new RecordedRoute(Routed?.Rule ?? "", backend);
    }
}

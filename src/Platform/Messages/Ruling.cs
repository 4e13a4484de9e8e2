using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Platform.Messages;

/// <summary>What is known of one delivery of a message for an authorizer before its deadline begins.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Served">How it serves the authorizer; <see langword="null"/> when the account is not in its care.</param>
/// <param name="Routed">What the rules decided; <see langword="null"/> when none matches.</param>
/// <remarks>A message for an account in the platform's care that no rule takes has <see cref="Served"/> itself as its state.</remarks>
internal sealed record Ruling(WeChatPlatform Platform, AuthorizerEntry.Served? Served, RoutedMessage? Routed)
{
    /// <summary>Gets where a message goes that no rule takes; <see langword="null"/> for the platform's own cluster.</summary>
    public MessageTarget? OwnTarget => Served is { } served ? served.MessageTarget : Platform.MessageTarget;
}

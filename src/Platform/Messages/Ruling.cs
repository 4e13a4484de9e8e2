using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;

namespace WxYarpGateway.Platform.Messages;

/// <summary>What is known of one delivery of a message for an authorizer before its deadline begins.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Served">How it serves the authorizer; <see langword="null"/> when the account is not in its care.</param>
/// <param name="Routed">What the rules decided; <see langword="null"/> when none matches.</param>
internal sealed record Ruling(WeChatPlatform Platform, AuthorizerEntry.Served? Served, RoutedMessage? Routed);

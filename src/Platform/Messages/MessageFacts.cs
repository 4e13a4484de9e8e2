using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Messages;

/// <summary>What rules may ask of a message or an authorization event. A text that it lacks is empty.</summary>
/// <param name="AppId">The authorizer's AppId.</param>
/// <param name="Kind">The sort of account; <see cref="ServiceKind.Other"/> when it is not known.</param>
/// <param name="Tags">The authorizer's tags.</param>
/// <param name="InfoType">The <c>InfoType</c> of an authorization event.</param>
/// <param name="MsgType">The type of a message: <c>text</c>, … or <c>event</c>.</param>
/// <param name="Event">The name of the event when <paramref name="MsgType"/> is <c>event</c>.</param>
public readonly record struct MessageFacts(
    string AppId, ServiceKind Kind, IReadOnlyCollection<string> Tags, string InfoType, string MsgType, string Event);

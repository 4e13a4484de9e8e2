namespace WxYarpGateway.Simulator.Platforms.Authorizations;

/// <summary>What an authorization caused.</summary>
/// <param name="InfoType">The event to push: <c>authorized</c>, <c>updateauthorized</c>, or null when no permission changed.</param>
/// <param name="Code">The authorization code for the browser.</param>
/// <param name="EventCode">The authorization code for the event, usually the same.</param>
/// <param name="ExpiresAt">When the codes expire.</param>
internal sealed record GrantedAuthorization(string? InfoType, string Code, string EventCode, DateTimeOffset ExpiresAt);

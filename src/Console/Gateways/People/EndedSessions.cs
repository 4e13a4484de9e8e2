namespace WxYarpGateway.Console.Gateways.People;

/// <summary>The answer of <c>DELETE /login/{service}/users/{id}/sessions</c>.</summary>
/// <param name="Ended">How many have ended.</param>
public sealed record EndedSessions(int Ended);

using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Platforms.Events;

/// <summary>What an authorization caused.</summary>
/// <param name="Code">The code that the browser returns with.</param>
/// <param name="ExpiresIn">How many seconds it lives.</param>
/// <param name="InfoType">The InfoType of the event; null when there is none, since no permission changed.</param>
/// <param name="Pushes">The pushes of the event that were made before the browser returns.</param>
public sealed record AuthorizationResult(string Code, int ExpiresIn, string? InfoType, IReadOnlyList<PushResult> Pushes);

using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Platforms.Events;

/// <summary>Records one push of a platform's own event.</summary>
/// <param name="Platform">The platform's AppId.</param>
/// <param name="InfoType">The InfoType, such as <c>authorized</c>.</param>
/// <param name="Result">The push, with all its deliveries.</param>
public sealed record PushedEvent(string Platform, string InfoType, PushResult Result);

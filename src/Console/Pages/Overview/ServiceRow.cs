using WxYarpGateway.Console.Gateways.Overviews;

namespace WxYarpGateway.Console.Pages.Overview;

/// <summary>One service on the overview: that of all replicas together.</summary>
/// <param name="Service">What is the same everywhere, and the queue, which replicas share.</param>
/// <param name="LastMinute">The last minute of all replicas; null when none tells.</param>
public sealed record ServiceRow(ServiceOverview Service, MinuteCounts? LastMinute);

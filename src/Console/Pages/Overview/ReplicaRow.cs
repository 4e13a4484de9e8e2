using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Overviews;

namespace WxYarpGateway.Console.Pages.Overview;

/// <summary>One replica on the overview.</summary>
/// <param name="Gateway">The address by which it is configured.</param>
/// <param name="Overview">What it says; null when it is away.</param>
/// <param name="Error">Why it is away; null when it is not.</param>
public sealed record ReplicaRow(string Gateway, ReplicaOverview? Overview, GatewayError? Error);

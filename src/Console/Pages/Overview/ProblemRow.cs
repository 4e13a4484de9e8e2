using WxYarpGateway.Console.Gateways.Overviews;

namespace WxYarpGateway.Console.Pages.Overview;

/// <summary>A problem on the overview, once for all replicas that have it.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Gateways">The replicas that have it.</param>
public sealed record ProblemRow(OpenProblem Problem, IReadOnlyList<string> Gateways);

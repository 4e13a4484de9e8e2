namespace WxYarpGateway.Console.Pieces.Charts;

/// <summary>One series of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Values">A value for each time; null where there is none.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<double?> Values);

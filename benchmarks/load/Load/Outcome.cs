namespace WxYarpGateway.Load;

/// <summary>What the rounds of a case showed.</summary>
internal sealed record Outcome(Case Case, IReadOnlyList<Measurement> Gateway, IReadOnlyList<Measurement> Bare)
{
    /// <summary>Gets, for each round, what a message cost the gateway as a multiple of what it cost bare YARP.</summary>
    public IReadOnlyList<double> Ratios => [.. Gateway.Zip(Bare, (ours, theirs) => ours.CpuMicroseconds / theirs.CpuMicroseconds)];

    public double Ratio => Median(Ratios);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}

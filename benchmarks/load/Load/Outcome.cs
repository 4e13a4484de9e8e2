namespace WxYarpGateway.Load;

/// <summary>What the rounds of a case showed.</summary>
/// <param name="Case">The case.</param>
/// <param name="Contenders">The gateway first and bare YARP last.</param>
internal sealed record Outcome(Case Case, IReadOnlyList<Contender> Contenders)
{
    public Contender Gateway => Contenders[0];

    public Contender Bare => Contenders[^1];

    /// <summary>Gets the median of what a message cost the gateway, as a multiple of what it cost bare YARP.</summary>
    public double Ratio => Median(Ratios(Gateway.Rounds, Bare.Rounds));

    /// <summary>Returns, for each round, what a message cost one as a multiple of what it cost the other.</summary>
    public static IReadOnlyList<double> Ratios(IReadOnlyList<Measurement> one, IReadOnlyList<Measurement> other)
        => [.. one.Zip(other, (mine, theirs) => mine.CpuMicroseconds / theirs.CpuMicroseconds)];

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}

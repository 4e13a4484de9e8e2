namespace WxYarpGateway.Load;

/// <summary>How long and how often each case is measured.</summary>
/// <param name="Rounds">How often.</param>
/// <param name="Time">How long a round is.</param>
/// <param name="WarmUp">How long two are under load before, at once: until what runs is what the JIT has optimised.</param>
/// <param name="Settling">How often, at most, each is looked at after that, until it costs no less than the time before.</param>
/// <param name="Description">What is said about it with the numbers.</param>
internal sealed record Pace(int Rounds, TimeSpan Time, TimeSpan WarmUp, int Settling, string Description)
{
    private const string InTurn = "all in turn";

    /// <summary>
    /// Gets whether all are under load at once. What else a machine does then meets all alike, so ratios of processor time can be trusted
    /// where those of rounds in turn cannot; throughput, latency and start-up cannot.
    /// </summary>
    public bool IsTogether { get; private init; }

    /// <summary>Gets the pace of a whole run: eleven cases of 90 seconds with their starts, about 17 minutes.</summary>
    public static Pace Full { get; } = new(
        5, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(8), 6, $"Medians of 5 rounds of 7 seconds, {InTurn}.");

    /// <summary>Gets the pace of a look: eleven cases of 11 seconds with their starts, about two minutes.</summary>
    public static Pace Quick { get; } = new(
        1, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6), 0,
            "One round of 2 seconds after 6 of warming up: a look, no measurement; what may be left of the JIT's work is in it.");

    /// <summary>Returns the pace with another number of rounds, or other rounds.</summary>
    public Pace With(int? rounds, int? seconds) => rounds is null && seconds is null ? this : this with
    {
        Rounds = rounds ?? Rounds,
        Time = TimeSpan.FromSeconds(seconds ?? Time.TotalSeconds),
        Description = $"Medians of {rounds ?? Rounds} rounds of {seconds ?? Time.TotalSeconds} seconds, {InTurn}.",
    };

    /// <summary>Returns the pace with all under load at once.</summary>
    public Pace Together() => this with
    {
        IsTogether = true,
        Description = Description.Replace(InTurn, "all at once", StringComparison.Ordinal),
    };
}

namespace WxYarpGateway.Chaos.Plan;

/// <summary>Draws the faults of a run from its seed: each kind once in any order, then whatever comes.</summary>
internal static class FaultPlan
{
    // What hurts most comes most often.
    private static readonly Dictionary<FaultKind, int> Weights = new()
    {
        [FaultKind.KillReplica] = 3,
        [FaultKind.StopReplica] = 2,
        [FaultKind.SkewClock] = 2,
        [FaultKind.StopRedis] = 2,
        [FaultKind.FreezeRedis] = 2,
        [FaultKind.StopDatabase] = 2,
        [FaultKind.FreezeDatabase] = 2,
        [FaultKind.KillBackend] = 2,
        [FaultKind.SlowBackend] = 2,
        [FaultKind.RevokeToken] = 2,
        [FaultKind.ExpireToken] = 2,
    };

    public static IReadOnlyList<PlannedFault> Draw(int seed, TimeSpan length, TimeSpan between)
    {
        var random = new Random(seed);
        var kinds = Enum.GetValues<FaultKind>();
        random.Shuffle(kinds);
        var weighted = Enum.GetValues<FaultKind>().SelectMany(
            kind => Enumerable.Repeat(kind, Weights.GetValueOrDefault(kind, 1))).ToArray();
        var faults = new List<PlannedFault>();
        var at = between;
        while (at < length)
        {
            var kind = faults.Count < kinds.Length ? kinds[faults.Count] : weighted[random.Next(weighted.Length)];
            faults.Add(new PlannedFault(at, kind, TargetOf(kind, random), LengthOf(kind, random), random.Next()));
            at += between * (0.5 + random.NextDouble());
        }

        return InOneReplica(faults);
    }

    /// <summary>Returns the replica whose clock the plan skews, or 0 when it skews none.</summary>
    public static int SkewedReplica(IReadOnlyList<PlannedFault> plan)
        => plan.FirstOrDefault(fault => fault.Kind == FaultKind.SkewClock)?.Target ?? 0;

    // What skews a clock must be in a process from its start: one replica has it, and the others run as they are shipped.
    private static PlannedFault[] InOneReplica(List<PlannedFault> faults)
    {
        var skewed = SkewedReplica(faults);
        return [.. faults.Select(fault => fault.Kind == FaultKind.SkewClock ? fault with { Target = skewed } : fault)];
    }

    // The third replica meets everything but its own end: its memory is watched over the whole run.
    private static int TargetOf(FaultKind kind, Random random) => kind switch
    {
        FaultKind.KillReplica or FaultKind.StopReplica => 1 + random.Next(2),
        FaultKind.SkewClock => 1 + random.Next(3),
        FaultKind.KillBackend or FaultKind.SlowBackend or FaultKind.HangingBackend or FaultKind.FailingBackend => 1 + random.Next(3),
        FaultKind.UnavailableBackend or FaultKind.LyingBackend or FaultKind.BreakingBackend => 1 + random.Next(3),
        FaultKind.RevokeToken or FaultKind.ExpireToken or FaultKind.RotateToken => 1 + random.Next(2),
        _ => 0,
    };

    private static TimeSpan LengthOf(FaultKind kind, Random random)
    {
        var (shortest, longest) = kind switch
        {
            FaultKind.KillReplica or FaultKind.StopReplica => (0.0, 2.0),
            FaultKind.SkewClock => (3.0, 10.0),
            FaultKind.StopRedis => (0.2, 4.0),
            FaultKind.FreezeRedis => (0.5, 6.0),
            FaultKind.StopDatabase => (0.2, 4.0),
            FaultKind.FreezeDatabase => (0.5, 6.0),
            FaultKind.SpoilConfiguration => (1.0, 3.0),
            FaultKind.KillBackend or FaultKind.SlowBackend or FaultKind.HangingBackend or FaultKind.FailingBackend => (1.0, 6.0),
            FaultKind.UnavailableBackend or FaultKind.LyingBackend or FaultKind.BreakingBackend => (1.0, 4.0),
            _ => (0.0, 0.0),
        };
        return TimeSpan.FromSeconds(Math.Round(shortest + ((longest - shortest) * random.NextDouble()), 1));
    }
}

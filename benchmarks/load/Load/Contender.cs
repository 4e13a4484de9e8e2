namespace WxYarpGateway.Load;

/// <summary>One of those that a case is measured on, with what its rounds showed.</summary>
/// <param name="name">What the tables call it.</param>
/// <param name="role">What it is.</param>
/// <param name="path">The path that the load asks it for.</param>
/// <param name="target">Where the load goes.</param>
/// <param name="owned">The processes that were started for it.</param>
internal sealed class Contender(string name, Role role, string path, Target target, params IReadOnlyList<Child> owned) : IAsyncDisposable
{
    // A message that costs at least so much of what one did before no longer gets cheaper.
    private const double Settled = 0.93;
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(2);

    private readonly List<Measurement> _rounds = [];

    public string Name => name;

    public Role Role => role;

    public IReadOnlyList<Measurement> Rounds => _rounds;

    /// <summary>Gets the median of what a message cost in the rounds, in microseconds.</summary>
    public double Cost => Median(round => round.CpuMicroseconds);

    /// <summary>Gets the memory at the end of the last round, in MiB.</summary>
    public double Mebibytes => _rounds[^1].Mebibytes;

    /// <summary>Gets the median of what Redis spent on a message, in microseconds; <see langword="null"/> without Redis.</summary>
    public double? RedisCost => target.Redis is null ? null : Median(round => round.RedisMicroseconds!.Value);

    /// <summary>Gets what its Redis has spent since it was started, in microseconds.</summary>
    public double RedisMicroseconds => target.Redis!.Value.CpuMicroseconds;

    public double Median(Func<Measurement, double> value) => Outcome.Median(_rounds.Select(value));

    /// <summary>Puts load on it without counting it.</summary>
    public Task<Measurement> WarmUpAsync(Workshop workshop, Case measured, int seed, TimeSpan time, CancellationToken cancellationToken)
        => Wrk.DriveAsync(workshop, measured, target, path, seed, time, cancellationToken);

    /// <summary>
    /// Puts load on it, so many times at most, until a message costs no less than the time before: on a slow machine, the JIT is at work
    /// for long.
    /// </summary>
    public async Task SettleAsync(Workshop workshop, Case measured, int most, Func<int> seed, CancellationToken cancellationToken)
    {
        var before = double.PositiveInfinity;
        for (var turn = 0; turn < most; turn++)
        {
            var cost = (await WarmUpAsync(workshop, measured, seed(), SettlingTime, cancellationToken)).CpuMicroseconds;
            if (cost > before * Settled)
            {
                return;
            }

            before = cost;
        }
    }

    public async Task PlayAsync(Workshop workshop, Case measured, int seed, TimeSpan time, CancellationToken cancellationToken)
        => _rounds.Add(await Wrk.DriveAsync(workshop, measured, target, path, seed, time, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        foreach (var child in owned)
        {
            await child.DisposeAsync();
        }
    }
}

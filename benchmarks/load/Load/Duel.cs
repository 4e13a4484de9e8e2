namespace WxYarpGateway.Load;

/// <summary>Measures a case: gateway and bare YARP side by side, round by round, in changing order.</summary>
internal static class Duel
{
    public static async Task<Outcome> RunAsync(Workshop workshop, Case measured, Pace pace, CancellationToken cancellationToken)
    {
        await using var slow = measured.BackendTakes > TimeSpan.Zero
            ? await Gateways.StartSlowBackendAsync(workshop, measured.BackendTakes, cancellationToken) : null;
        await using var redis = measured.UsesRedis ? await workshop.StartRedisAsync(cancellationToken) : null;
        var slowBackend = slow is null ? null : $"http://127.0.0.1:{slow.Port}/";
        var file = new GatewayFile(workshop, measured, slowBackend ?? $"{workshop.Nginx}/json", redis?.Port ?? 0);
        await using var gateway = await Gateways.StartGatewayAsync(workshop, file, JustInTime.Early, cancellationToken);
        await using var bare = await Gateways.StartBareAsync(
            workshop, slowBackend ?? $"{workshop.Nginx}/{measured.Bare}", JustInTime.Early, cancellationToken);
        var seed = 0;
        Task<Measurement> MeasureAsync(Child target, TimeSpan time)
            => Wrk.DriveAsync(workshop, measured, target, target == gateway ? measured.Path : measured.BarePath,
                Interlocked.Increment(ref seed), time, cancellationToken);

        await Task.WhenAll(MeasureAsync(gateway, pace.WarmUp), MeasureAsync(bare, pace.WarmUp));
        var (ours, theirs) = (new List<Measurement>(), new List<Measurement>());
        for (var round = 0; round < pace.Rounds; round++)
        {
            Progress.Say($"{measured.Name}: round {round + 1} of {pace.Rounds}");

            // Whoever goes first has the cooler machine; so they take turns.
            if (round % 2 == 0)
            {
                ours.Add(await MeasureAsync(gateway, pace.Time));
                theirs.Add(await MeasureAsync(bare, pace.Time));
            }
            else
            {
                theirs.Add(await MeasureAsync(bare, pace.Time));
                ours.Add(await MeasureAsync(gateway, pace.Time));
            }
        }

        return new Outcome(measured, ours, theirs);
    }
}

namespace WxYarpGateway.Load;

/// <summary>Measures a case: gateway and bare YARP side by side, round by round, in changing order.</summary>
internal static class Duel
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task<Outcome> RunAsync(Workshop workshop, Case measured, Pace pace, CancellationToken cancellationToken)
    {
        await using var slow = measured.BackendTakes > TimeSpan.Zero ? await Gateways.StartSlowBackendAsync(workshop, measured.BackendTakes, cancellationToken) : null;
        await using var redis = measured.UsesRedis ? await workshop.StartRedisAsync(cancellationToken) : null;
        var slowBackend = slow is null ? null : $"http://127.0.0.1:{slow.Port}/";
        await using var gateway = await Gateways.StartGatewayAsync(workshop, measured, slowBackend ?? $"{workshop.Nginx}/json", redis?.Port ?? 0, cancellationToken);
        await using var bare = await Gateways.StartBareAsync(workshop, slowBackend ?? $"{workshop.Nginx}/{measured.Bare}", cancellationToken);
        var seed = 0;
        Task<Measurement> MeasureAsync(Child target, TimeSpan time)
            => Wrk.DriveAsync(workshop, measured, target, target == gateway || measured.Bare.Length == 0 ? Of(measured, target == gateway) : measured.Path, ++seed, time, cancellationToken);

        await MeasureAsync(gateway, WarmUp);
        await MeasureAsync(bare, WarmUp);
        var (ours, theirs) = (new List<Measurement>(), new List<Measurement>());
        for (var round = 0; round < pace.Rounds; round++)
        {
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

        return new Outcome(measured, ours, theirs, gateway.ResidentMebibytes);
    }

    // Bare YARP passes WeChat's own path, with a token that is no secret here, so that the bytes are the same.
    private static string Of(Case measured, bool isGateway)
        => isGateway ? measured.Path : $"{measured.Path[(measured.Path.IndexOf("/cgi-bin", StringComparison.Ordinal))..]}?access_token=88_{new string('B', 128)}";
}

using System.Net.Http.Json;
using System.Text.Json;

namespace WxYarpGateway.Load;

/// <summary>Measures a case: all contenders side by side, round by round, in changing order.</summary>
internal static class Duel
{
    public static async Task<Outcome> RunAsync(
        Workshop workshop, Case measured, Pace pace, Entrants entrants, CancellationToken cancellationToken)
    {
        await using var slow = measured.BackendTakes > TimeSpan.Zero
            ? await Gateways.StartSlowBackendAsync(workshop, measured.BackendTakes, cancellationToken) : null;
        var contenders = new List<Contender>();
        try
        {
            await EnterAsync(contenders, workshop, measured, entrants, slow, cancellationToken);
            await MeasureAsync(contenders, workshop, measured, pace, cancellationToken);
            return new Outcome(measured, contenders);
        }
        finally
        {
            foreach (var contender in contenders)
            {
                await contender.DisposeAsync();
            }
        }
    }

    /// <summary>Warms all up, then measures them in turn, or together.</summary>
    public static async Task MeasureAsync(
        IReadOnlyList<Contender> contenders, Workshop workshop, Case measured, Pace pace, CancellationToken cancellationToken)
    {
        var seed = 0;
        Progress.Say($"{measured.Name}: warming up");

        // All at once; the more there are, the longer it takes until each has had its share.
        await Task.WhenAll(contenders.Select(
            contender => contender.WarmUpAsync(workshop, measured, ++seed, pace.WarmUp * contenders.Count / 2, cancellationToken)));
        foreach (var contender in contenders)
        {
            await contender.SettleAsync(workshop, measured, pace.Settling, () => ++seed, cancellationToken);
        }

        for (var round = 0; round < pace.Rounds; round++)
        {
            Progress.Say($"{measured.Name}: round {round + 1} of {pace.Rounds}");
            if (pace.IsTogether)
            {
                await Task.WhenAll(contenders.Select(
                    contender => contender.PlayAsync(workshop, measured, ++seed, pace.Time, cancellationToken)));
                continue;
            }

            foreach (var turn in Turns(contenders.Count, round))
            {
                await contenders[turn].PlayAsync(workshop, measured, ++seed, pace.Time, cancellationToken);
            }
        }
    }

    private static async Task EnterAsync(
        List<Contender> contenders, Workshop workshop, Case measured, Entrants entrants, Child? slow, CancellationToken cancellationToken)
    {
        var slowBackend = slow is null ? null : $"http://127.0.0.1:{slow.Port}/";
        var backend = slowBackend ?? $"{workshop.Nginx}/json";
        contenders.Add(await StartAsync(workshop, measured, entrants.Gateway, Role.Gateway, backend, cancellationToken));
        foreach (var build in entrants.Beside)
        {
            contenders.Add(await StartAsync(workshop, measured, build, Role.Beside, backend, cancellationToken));
        }

        foreach (var peer in measured.IsForPeers ? entrants.Peers : [])
        {
            contenders.Add(new(peer.Name, Role.Peer, measured.Path, new Target(peer.Address, [new(peer.ProcessId)])));
        }

        var bare = await Gateways.StartBareAsync(
            workshop, slowBackend ?? $"{workshop.Nginx}/{measured.Bare}", JustInTime.Early, cancellationToken);
        contenders.Add(new("bare YARP", Role.Bare, measured.BarePath, Target.Of(bare), bare));
    }

    // Each build has a Redis of its own, so that it shows what Redis spends on it.
    private static async Task<Contender> StartAsync(
        Workshop workshop, Case measured, Build build, Role role, string backend, CancellationToken cancellationToken)
    {
        var redis = measured.UsesRedis ? await workshop.StartRedisAsync(cancellationToken) : null;
        try
        {
            var file = new GatewayFile(workshop, measured, backend, redis?.Port ?? 0);
            var gateway = await Gateways.StartGatewayAsync(workshop, build, file, JustInTime.Early, cancellationToken);
            var path = measured.IsLoggedIn ? $"{measured.Path}#{await LogInAsync(gateway, cancellationToken)}" : measured.Path;
            return new(build.Name, role, path, Target.Of(gateway, redis), redis is null ? [gateway] : [gateway, redis]);
        }
        catch
        {
            await (redis?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    // The script takes what is behind the hash for the phone's token.
    private static async Task<string> LogInAsync(Child gateway, CancellationToken cancellationToken)
    {
        using var phone = new HttpClient();
        using var answer = await phone.PostAsJsonAsync(
            $"http://127.0.0.1:{gateway.Port}/login?appid={Cases.AppId}", new { code = "benchmark" }, cancellationToken);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return json.GetProperty("data").GetProperty("token").GetString()!;
    }

    // Whoever goes first has the cooler machine, and the one before may leave it something to do. So each is first in turn, and when
    // each was, they go the other way round.
    private static IEnumerable<int> Turns(int count, int round)
    {
        var order = Enumerable.Range(0, count).Select(turn => (turn + round) % count);
        return round / count % 2 == 0 ? order : order.Reverse();
    }
}

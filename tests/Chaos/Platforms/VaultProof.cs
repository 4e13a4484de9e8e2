using WxYarpGateway.Chaos.Audits;
using WxYarpGateway.Chaos.Stage;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Chaos.Platforms;

/// <summary>
/// Shows what the vault alone has: a gateway that starts with an empty store, and may not ask WeChat for refresh tokens, gets access tokens
/// for all accounts that are there, and for none that left.
/// </summary>
internal sealed class VaultProof(ChaosStage stage)
{
    private static readonly string[] Searches =
        ["/cgi-bin/component/api_get_authorizer_info", "/cgi-bin/component/api_get_authorizer_list"];

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly PlatformDesk _desk = new(stage);

    /// <summary>Runs it, after all gateways have stopped.</summary>
    public async Task RunAsync(Balance balance)
    {
        await stage.Redis.EmptyAsync();
        foreach (var path in Searches)
        {
            stage.WeChat.Faults.Add(path, Fault.Error(-1));
        }

        var replica = stage.Replica(ChaosStage.Replicas - 1);
        await replica.StartAsync();
        var there = stage.Books.Authorizations.GroupBy(authorization => authorization.AppId)
            .Where(account => stage.WeChat.Platforms.IsAuthorized(ChaosPlatform.AppId, account.Key))
            .ToList();
        var told = there.Where(account => account.MaxBy(authorization => authorization.At)!.IsAnswered).Select(account => account.Key)
            .ToList();
        var works = await Task.WhenAll(told.Select(appId => WorksAsync(replica, appId)));
        foreach (var (appId, _) in told.Zip(works).Where(account => !account.Second))
        {
            balance.Find($"the refresh token of {appId} in the vault is lost", Story(appId));
        }

        var left = stage.Books.Departures.Where(departure => departure.IsAnswered).ToList();
        var given = 0;
        foreach (var departure in left)
        {
            if (await _desk.TokenAsync(replica, departure.AppId) is not null)
            {
                given++;
                balance.Find($"a token of {departure.AppId} is given out, which left at {departure.At.TotalSeconds:0.0} s");
            }
        }

        balance.Tell("accounts in the platform's care at the end", there.Count);
        balance.Tell("  whose token in the vault works", works.Count(isGood => isGood));
        balance.Tell("  whose last event no gateway answered", there.Count - told.Count);
        balance.Tell("accounts that left, a token of theirs afterwards", $"{left.Count}, {given}");
        await replica.TerminateAsync();
    }

    private async Task<bool> WorksAsync(ChaosReplica replica, string appId)
    {
        try
        {
            await Eventually.HoldsAsync(
                async () => await _desk.TokenAsync(replica, appId) is { } token && stage.WeChat.IsTokenValid(token),
                appId,
                CancellationToken.None,
                LongestWait);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private IReadOnlyList<string> Story(string appId) =>
    [
        .. stage.Books.Authorizations.Where(authorization => authorization.AppId == appId).Select(authorization
            => $"{authorization.At.TotalSeconds,7:0.000} s  authorized, {(authorization.IsAnswered ? "answered" : "not answered")}, " +
                $"exchanged {stage.WeChat.Platforms.ExchangesOf(authorization.Code)} times"),
    ];
}

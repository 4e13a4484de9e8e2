using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Gateway.Tests.Platforms.Deliveries;

/// <summary>An account in a platform's care is held back by its own limit, and holds back no other.</summary>
public sealed class AuthorizerLimitTests
{
    private const int Many = 25;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_account_is_held_back_and_another_is_not()
    {
        await using var rig = await StartAsync(($"Services:saas:Authorizers:{PlatformRig.Mini}:Limits:RequestsPerSecond", "1"));

        var (mini, shop) = (await PushAsync(rig, PlatformRig.Mini), await PushAsync(rig, PlatformRig.Shop));

        Assert.Contains(429, mini);
        Assert.Contains(200, mini);
        Assert.All(shop, status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task A_limit_of_the_API_counts_at_once()
    {
        await using var rig = await StartAsync();
        rig.Put(PlatformRig.Shop, authorizer => authorizer with { Overrides = """{"Limits":{"RequestsPerSecond":1}}""" });
        Assert.Contains(429, await PushAsync(rig, PlatformRig.Shop));

        rig.Put(PlatformRig.Shop);

        Assert.All(await PushAsync(rig, PlatformRig.Shop), status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task The_platforms_own_limit_is_for_all_accounts_together()
    {
        await using var rig = await StartAsync(("Services:saas:Limits:RequestsPerSecond", "1"));

        var both = await Task.WhenAll(PushAsync(rig, PlatformRig.Mini), PushAsync(rig, PlatformRig.Shop));

        Assert.Contains(429, both.SelectMany(statuses => statuses));
    }

    private static async Task<PlatformRig> StartAsync(params (string Key, string? Value)[] settings)
    {
        var rig = await PlatformRig.StartAsync([("Limits:BurstSeconds", "1"), .. settings]);
        rig.Put(PlatformRig.Shop);
        rig.Put(PlatformRig.Mini);
        return rig;
    }

    private static async Task<IReadOnlyList<int>> PushAsync(PlatformRig rig, string appId)
    {
        Cancelled.ThrowIfCancellationRequested();
        var results = await Task.WhenAll(Enumerable.Range(0, Many).Select(number => rig.PushAsync(
            appId, PushedMessage.Text($"{number}"), new PushOptions { MaxDeliveries = 1 })));
        return [.. results.Select(result => result.Last.Status ?? 0)];
    }
}

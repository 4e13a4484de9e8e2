using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.OAuth;

/// <summary>Two gateways over one Redis: to WeChat and to browsers they are one.</summary>
public sealed class OAuthReplicaTests(SharedRedis redis) : IAsyncLifetime
{
    private readonly string _prefix = SharedRedis.NewPrefix();
    private OAuthRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await OAuthRig.StartAsync(
        replicas: 2, log: null, Cancelled, ("Store:Kind", "Redis"), ("Store:Redis", redis.ConnectionString), ("Store:KeyPrefix", _prefix));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Ten_redirects_with_one_code_are_one_exchange()
    {
        _rig.Scope = "snsapi_userinfo";

        await Task.WhenAll(Enumerable.Range(0, 10).Select(
            async number => (await OAuthRig.RedirectAsync(number % 2 == 0 ? _rig.Gateway : _rig.Second, "/redirect?code=C")).Dispose()));

        Assert.Equal(10, _rig.Backend.Calls.Count);
        Assert.All(_rig.Backend.Calls, call =>
        {
            Assert.Equal(OAuthRig.OpenId, call.Json.GetProperty("openId").GetString());
            Assert.Equal("小明", call.Json.GetProperty("userInfo").GetProperty("nickname").GetString());
        });
        Assert.Equal(1, _rig.Exchanges);
        Assert.InRange(_rig.Profiles, 1, 2);
    }

    [Theory]
    [InlineData("C", "D")]
    [InlineData("D", "C")]
    public async Task A_redirect_that_began_at_one_comes_back_to_each_with_a_code_of_its_own(string first, string second)
    {
        _rig.IsSnapshot = false;
        var (state, cookie) = await _rig.BeginAsync("?state=mine");
        Assert.Empty(await redis.KeysAsync(_prefix));

        (await OAuthRig.RedirectAsync(_rig.Second, $"/redirect?code={first}&state={state}", ("Cookie", cookie))).Dispose();
        (await OAuthRig.RedirectAsync(_rig.Gateway, $"/redirect?code={second}&state={state}", ("Cookie", cookie))).Dispose();
        (await OAuthRig.RedirectAsync(_rig.Gateway, $"/redirect?code={first}&state={state}", ("Cookie", cookie))).Dispose();

        Assert.Equal([OAuthRig.OpenId, OAuthRig.OpenId, OAuthRig.OpenId], _rig.Backend.Calls.Select(call => call.Text("openId")));
        Assert.Equal(2, _rig.Exchanges);
        Assert.DoesNotContain(await redis.KeysAsync(_prefix), key => key.Contains(state, StringComparison.Ordinal)
            || key.Contains(OAuthRig.OpenId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Codes_of_one_state_that_come_at_once_all_have_their_user_and_are_exchanged_once()
    {
        _rig.IsSnapshot = false;
        var (state, cookie) = await _rig.BeginAsync("?state=mine");

        await Task.WhenAll(Enumerable.Range(0, 12).Select(async number =>
            (await OAuthRig.RedirectAsync(number % 2 == 0 ? _rig.Gateway : _rig.Second, $"/redirect?code=C{number % 3}&state={state}",
                ("Cookie", cookie))).Dispose()));

        Assert.Equal(12, _rig.Backend.Calls.Count);
        Assert.All(_rig.Backend.Calls, call => Assert.Equal(OAuthRig.OpenId, call.Text("openId")));
        Assert.Equal(3, _rig.Exchanges);
    }

    [Fact]
    public async Task After_five_minutes_WeChat_is_asked_again_by_a_replica_that_never_saw_the_code()
    {
        (await OAuthRig.RedirectAsync(_rig.Gateway, "/redirect?code=C")).Dispose();
        await redis.AgeAsync(_prefix, TimeSpan.FromMinutes(5));
        await Eventually.HoldsAsync(async () => (await redis.KeysAsync(_prefix)).All(
            key => !key.Contains("oauth", StringComparison.Ordinal)), "Redis has forgotten", Cancelled);

        (await OAuthRig.RedirectAsync(_rig.Second, "/redirect?code=C")).Dispose();

        Assert.Equal("", _rig.Backend.Calls[1].Json.GetProperty("openId").GetString());
        Assert.Equal(2, _rig.Exchanges);
    }
}

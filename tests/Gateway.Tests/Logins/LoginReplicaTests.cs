using System.Net;
using System.Text.Json;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>Two replicas over one Redis and one database: to phones they are one.</summary>
public sealed class LoginReplicaTests(SharedRedis redis) : IAsyncLifetime
{
    private readonly string _prefix = SharedRedis.NewPrefix();
    private LoginRig _rig = null!;
    private RunningGateway _second = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rig = await LoginRig.StartAsync(("Store:Kind", "Redis"), ("Store:Redis", redis.ConnectionString), ("Store:KeyPrefix", _prefix));
        _second = await _rig.StartReplicaAsync();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_code_that_meets_both_is_exchanged_once()
    {
        var tokens = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(number => _rig.LogInAsync(at: number % 2 == 0 ? _rig.Gateway : _second)));

        Assert.Equal(10, tokens.Distinct().Count());
        Assert.Single(_rig.WeChat.Script.Calls, call => call.Path == "/sns/jscode2session");
    }

    [Fact]
    public async Task The_store_has_neither_code_nor_user_nor_key_in_clear()
    {
        var token = await _rig.LogInAsync("planted");

        var server = redis.Database.Multiplexer.GetServers()[0];
        var keys = server.Keys(pattern: _prefix + "*").ToList();
        var kept = string.Join('\n', keys.Select(key => $"{key} {Text(key)}"));

        Assert.Contains(keys, key => key.ToString().Contains("v1:login:", StringComparison.Ordinal));
        Assert.DoesNotContain("planted", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("tiihtNczf5v6", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(token, kept, StringComparison.Ordinal);

        string Text(StackExchange.Redis.RedisKey key)
            => redis.Database.KeyType(key) == StackExchange.Redis.RedisType.String ? redis.Database.StringGet(key).ToString() : "";
    }

    [Fact]
    public async Task A_session_that_ends_at_one_ends_at_the_other_within_a_second()
    {
        var token = await _rig.LogInAsync();
        Assert.True(await IsInAsync(_second, token));
        Assert.True(await IsInAsync(_rig.Gateway, token));

        using var logout = await _rig.PostAsync("/logout", new { }, token: token);

        // The news come within milliseconds; without them the second replica would remember the session for half a minute.
        await Eventually.HoldsAsync(
            async () => !await IsInAsync(_second, token), "the session ends everywhere", Cancelled, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task All_of_a_users_sessions_end_everywhere_by_the_internal_API()
    {
        var tokens = new[] { await _rig.LogInAsync(), await _rig.LogInAsync(at: _second) };
        foreach (var token in tokens)
        {
            Assert.True(await IsInAsync(_second, token));
        }

        using var search = await _rig.AskAsync(HttpMethod.Get, "/login/mini/users?openid=o-x");
        using var json = JsonDocument.Parse(await search.Content.ReadAsStringAsync(Cancelled));
        var id = json.RootElement.GetProperty("users")[0].GetProperty("id").GetInt64();
        using var ended = await _rig.AskAsync(HttpMethod.Delete, $"/login/mini/users/{id}/sessions");

        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        await Eventually.HoldsAsync(
            async () => !await IsInAsync(_second, tokens[0]) && !await IsInAsync(_second, tokens[1]),
            "the sessions end everywhere",
            Cancelled,
            TimeSpan.FromSeconds(15));
    }

    private async Task<bool> IsInAsync(RunningGateway gateway, string token)
    {
        using var response = await _rig.SendAsync(HttpMethod.Get, "/app/private/x", token: token, at: gateway);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        return !text.Contains("10001", StringComparison.Ordinal);
    }
}

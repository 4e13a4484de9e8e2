using System.Text.Json;
using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Gateway.Tests.Platforms;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Gateway.Tests.Overview;

/// <summary>What somebody has to act on, each with what ends it.</summary>
public sealed class ProblemTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_that_WeChat_does_not_give_is_told_with_the_cure_of_its_errcode_to_whom_it_concerns()
    {
        await using var rig = await TestRig.StartAsync(
            Cancelled,
            ($"Services:{TestRig.Safe}:AppSecret", "planted-wrong-secret"),
            ("InternalApiKeys:all", InternalListenerTests.DigestOf("all")),
            ("InternalApiKeys:other:Hash", InternalListenerTests.DigestOf("other")),
            ("InternalApiKeys:other:Scopes:0", "overview:read"),
            ("InternalApiKeys:other:Services:0", TestRig.Plain));
        Assert.Equal(503, (await Calls.JsonAsync(rig.Gateway.InternalAddress, $"/tokens/{TestRig.Safe}/access_token", key: "all")).Status);

        var (_, json) = await Calls.JsonAsync(rig.Gateway.InternalAddress, "/overview", key: "all");

        var problem = Problems(json).Single(one => Text(one, "where") == $"Gateway:Services:{TestRig.Safe}");
        Assert.Contains("access_token", Text(problem, "sentence"), StringComparison.Ordinal);
        Assert.Contains("AppSecret", Text(problem, "fix"), StringComparison.Ordinal);
        Assert.DoesNotContain("planted-wrong-secret", json.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Problems((await Calls.JsonAsync(rig.Gateway.InternalAddress, "/overview", key: "other")).Json),
            one => Text(one, "where").Contains(TestRig.Safe, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dead_letters_are_told_with_where_they_are()
    {
        var clock = new HastenedTimeProvider();
        await using var rig = await TestRig.StartAsync(
            clock,
            Cancelled,
            ($"Services:{TestRig.Safe}:MessageBackend", $"http://127.0.0.1:{FreePort.Next()}"),
            ($"Services:{TestRig.Safe}:Redelivery:MaxAge", "00:00:01"));
        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("lost"));

        await UntilAsync(
            rig.Gateway,
            "could not be delivered in time",
            $"Gateway:Services:{TestRig.Safe}",
            () => clock.Advance(TimeSpan.FromSeconds(1)));

        var (_, json) = await Calls.JsonAsync(rig.Gateway.InternalAddress, "/overview");
        Assert.Contains(Problems(json), one => Text(one, "fix").Contains($"/redelivery/{TestRig.Safe}/dead", StringComparison.Ordinal));
        Assert.Equal(1, json.GetProperty("services").EnumerateArray().Single(one => Text(one, "name") == TestRig.Safe)
            .GetProperty("dead").GetInt64());
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_and_the_rest_is_answered_at_once()
    {
        await using var redis = await RedisServer.StartAsync(Cancelled);
        await using var rig = await TestRig.StartAsync(Cancelled, ("Store:Kind", "Redis"), ("Store:Redis", redis.ConnectionString));
        await Eventually.HoldsAsync(
            async () => Text((await OverviewAsync(rig.Gateway)).GetProperty("store"), "state") == "healthy", "Redis was found", Cancelled);
        await redis.FreezeAsync();

        await UntilAsync(rig.Gateway, "Redis does not answer", "Gateway:Store");

        var json = await OverviewAsync(rig.Gateway);
        var store = json.GetProperty("store");
        Assert.Equal(("Redis", "degraded"), (Text(store, "kind"), Text(store, "state")));
        Assert.StartsWith("The store does not answer.", Text(store, "sentence"), StringComparison.Ordinal);
        Assert.Equal(6, json.GetProperty("services").GetArrayLength());
        await redis.ThawAsync();
        await Eventually.HoldsAsync(
            async () => !Problems(await OverviewAsync(rig.Gateway)).Any(one => Text(one, "where") == "Gateway:Store"),
            "the problem was over",
            Cancelled);
    }

    [Fact]
    public async Task A_database_that_is_away_is_told_without_its_password()
    {
        await using var rig = await TestRig.StartAsync(
            Cancelled,
            ("Records:Keep", "1.00:00:00"),
            ("Database:Kind", "PostgreSql"),
            ("Database:Connection", $"Host=127.0.0.1;Port={FreePort.Next()};Username=u;Password=planted-password"),
            ("Database:Key", Convert.ToBase64String(new byte[32])));

        await UntilAsync(rig.Gateway, "Pushes are served without it", "Gateway:Database");

        var json = await OverviewAsync(rig.Gateway);
        var database = json.GetProperty("database");
        Assert.Equal(("PostgreSql", "degraded"), (Text(database, "kind"), Text(database, "state")));
        Assert.DoesNotContain("planted-password", json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_platform_without_a_ticket_and_accounts_that_have_to_authorize_again_are_told()
    {
        await using var rig = await PlatformRig.StartWithoutTicketsAsync();
        rig.Put(PlatformRig.Shop, account => account with { State = AuthorizerState.Broken, NickName = "<b>Shop</b>" });
        rig.Put(PlatformRig.Mini, account => account with { State = AuthorizerState.NeedsCode });

        var json = await OverviewAsync(rig.Gateway);

        var problems = Problems(json);
        Assert.Contains(problems, one => Text(one, "sentence").Contains("has no ticket yet", StringComparison.Ordinal)
            && Text(one, "fix").Contains("/wx/saas/event", StringComparison.Ordinal));
        Assert.Contains(problems, one => Text(one, "where") == $"saas/{PlatformRig.Shop}"
            && Text(one, "sentence").Contains("refuses the refresh token", StringComparison.Ordinal)
            && Text(one, "fix").Contains("/platform/saas/authorization-url", StringComparison.Ordinal));
        Assert.Contains(problems, one => Text(one, "where") == $"saas/{PlatformRig.Mini}");
        Assert.Equal("none", Text(json.GetProperty("services")[0].GetProperty("ticket"), "state"));
    }

    [Fact]
    public async Task Hundreds_of_broken_accounts_are_fifty_lines_and_a_number()
    {
        await using var rig = await PlatformRig.StartAsync();
        for (var number = 0; number < 300; number++)
        {
            rig.Put($"wx{number:0000}", account => account with { State = AuthorizerState.Broken });
        }

        var problems = Problems(await OverviewAsync(rig.Gateway));

        Assert.Equal(50, problems.Count(one => Text(one, "where").StartsWith("saas/", StringComparison.Ordinal)));
        Assert.Contains(problems, one => Text(one, "sentence").StartsWith("250 more accounts", StringComparison.Ordinal));
    }

    private static async Task<JsonElement> OverviewAsync(RunningGateway gateway)
    {
        var (status, json) = await Calls.JsonAsync(gateway.InternalAddress, "/overview");
        Assert.Equal(200, status);
        return json;
    }

    private static List<JsonElement> Problems(JsonElement json) => [.. json.GetProperty("problems").EnumerateArray()];

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static Task UntilAsync(RunningGateway gateway, string sentence, string where, Action? goOn = null) => Eventually.HoldsAsync(
        async () =>
        {
            goOn?.Invoke();
            return Problems(await OverviewAsync(gateway)).Any(one => Text(one, "where") == where
                && Text(one, "sentence").Contains(sentence, StringComparison.Ordinal) && Text(one, "fix").Length > 0);
        },
        $"'{sentence}' was told of {where}",
        Cancelled,
        TimeSpan.FromSeconds(60));
}

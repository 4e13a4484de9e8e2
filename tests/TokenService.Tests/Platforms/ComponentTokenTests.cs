using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Tests.Replicas;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Tests.Platforms;

public sealed class ComponentTokenTests : PlatformFixture
{
    [Fact]
    public async Task Fifty_callers_of_two_replicas_cause_one_call()
    {
        var (first, second) = (await World.NewReplicaWithTicketAsync(), World.NewReplica());

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            number => Task.Run(async () => await (number % 2 == 0 ? first : second).TokenAsync(World.Platform))));

        Assert.All(results, result => Assert.True(World.IsGood(result)));
        Assert.Single(results.Select(result => Some.Of(result).Value).Distinct());
        Assert.Equal(1, World.CallsOf(ApiPath.ComponentToken));
    }

    [Fact]
    public async Task All_names_of_the_platforms_token_mean_it()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        var token = Some.Of(await replica.TokenAsync(World.Platform)).Value;

        Assert.Equal(token, Some.Of(await replica.Tokens.GetAsync(World.Platform, TokenKind.AccessToken, Cancelled)).Value);
        Assert.Equal(token, Some.Of(await replica.Tokens.GetAsync(World.Platform, TokenKind.ComponentToken, Cancelled)).Value);
        Assert.Equal(token, Some.Of(await replica.Tokens.GetAsync(World.Authorizer, TokenKind.ComponentToken, Cancelled)).Value);
        Assert.Equal(1, World.CallsOf(ApiPath.ComponentToken));
    }

    [Fact]
    public async Task Without_a_ticket_callers_are_told_to_come_again_and_WeChat_is_not_asked()
    {
        var replica = World.NewReplica();

        var error = Some.ErrorOf(await replica.TokenAsync(World.Platform));

        Assert.Equal((ErrorClass.Busy, TokenObstacle.WaitingForTicket), (error.Class, error.Obstacle));
        Assert.NotNull(error.RetryAfter);
        Assert.Equal(0, World.CallsOf(ApiPath.ComponentToken));
        Assert.True(replica.States.Of(World.Platform).IsWaitingForTicket);
    }

    [Theory]
    [InlineData(61005)]
    [InlineData(61006)]
    public async Task A_refused_ticket_is_not_sent_again_by_anybody_until_a_newer_one_comes(int code)
    {
        var (first, second) = (await World.NewReplicaWithTicketAsync(), World.NewReplica());
        await first.Worker.StartAsync(Cancelled);
        World.Simulator.Faults.Add(ApiPath.ComponentToken, Fault.Error(code));

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(TokenObstacle.WaitingForTicket, Some.ErrorOf(await first.TokenAsync(World.Platform)).Obstacle);
            Assert.Equal(TokenObstacle.WaitingForTicket, Some.ErrorOf(await second.TokenAsync(World.Platform)).Obstacle);
            World.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(1, World.CallsOf(ApiPath.ComponentToken));
        World.Simulator.Faults.Clear();
        await World.GiveTicketAsync(first);

        Assert.True(World.IsGood(await first.TokenAsync(World.Platform)));
        Assert.Equal(2, World.CallsOf(ApiPath.ComponentToken));
    }

    [Fact]
    public async Task An_address_that_is_not_in_the_whitelist_is_named()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        World.Simulator.Faults.Add(
            ApiPath.ComponentToken, Fault.Error(61004, "access clientip is not registered requestIP: 203.0.113.7 rid: 1-2-3"));

        var error = Some.ErrorOf(await replica.TokenAsync(World.Platform));

        Assert.Equal((61004, ErrorClass.Configuration), (error.ErrorCode, error.Class));
        Assert.Contains("IP whitelist", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(61011)]
    [InlineData(40125)]
    [InlineData(40013)]
    [InlineData(40001)]
    public async Task A_wrong_configuration_is_not_tried_again_at_once(int code)
    {
        var replica = await World.NewReplicaWithTicketAsync();
        World.Simulator.Faults.Add(ApiPath.ComponentToken, Fault.Error(code));

        Assert.Equal(ErrorClass.Configuration, Some.ErrorOf(await replica.TokenAsync(World.Platform)).Class);
        World.Clock.Advance(TimeSpan.FromSeconds(50));
        var error = Some.ErrorOf(await replica.TokenAsync(World.Platform));

        Assert.Equal(1, World.CallsOf(ApiPath.ComponentToken));
        Assert.True(error.RetryAfter > TimeSpan.Zero);
        Assert.DoesNotContain(PlatformWorld.Secret, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_renewed_8_to_10_minutes_before_it_ends_and_served_meanwhile()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        var first = Some.Of(await replica.TokenAsync(World.Platform)).Value;

        World.Clock.Advance(TimeSpan.FromSeconds(7200 - 601));
        Assert.Equal(first, Some.Of(await replica.TokenAsync(World.Platform)).Value);
        Assert.Equal(1, World.CallsOf(ApiPath.ComponentToken));
        World.Clock.Advance(TimeSpan.FromSeconds(122));

        Assert.Equal(first, Some.Of(await replica.TokenAsync(World.Platform)).Value);
        await Eventually.HoldsAsync(
            async () => Some.Of(await replica.TokenAsync(World.Platform)).Value != first, "it was renewed", Cancelled);
        Assert.Equal(2, World.CallsOf(ApiPath.ComponentToken));
    }

    [Fact]
    public async Task A_token_that_a_new_one_ended_is_replaced_and_the_call_sent_once_more()
    {
        World.Settings.Switches.NewTokenEndsOld = true;
        var replica = await World.NewReplicaWithTicketAsync();
        Assert.True(World.IsGood(await replica.TokenAsync(World.Platform)));
        World.Simulator.RevokeToken(World.Settings.AppId);

        var code = await replica.Get<PlatformApi>().PreAuthCodeAsync(World.Platform, Cancelled);

        Assert.True(code.TryGet(out var preAuthCode, out var error), error?.Message);
        Assert.InRange(preAuthCode.Lifetime.Remaining(World.Clock), TimeSpan.FromSeconds(1799), TimeSpan.FromSeconds(1800));
        Assert.Equal(2, World.CallsOf(ApiPath.ComponentToken));
    }

    [Fact]
    public async Task While_the_store_is_away_the_token_is_served_to_its_end_and_then_renewed_by_one_replica_alone()
    {
        var (first, second) = (await World.NewReplicaWithTicketAsync(), World.NewReplica());
        Assert.True(World.IsGood(await first.TokenAsync(World.Platform)));
        Assert.True(World.IsGood(await second.TokenAsync(World.Platform)));
        World.Shared.Error = _ => throw new InvalidOperationException("away");

        World.Clock.Advance(TimeSpan.FromSeconds(7180));
        Assert.True(World.IsGood(await first.TokenAsync(World.Platform)));
        Assert.True(World.IsGood(await second.TokenAsync(World.Platform)));
        Assert.Equal(1, World.CallsOf(ApiPath.ComponentToken));
        await Eventually.HoldsAsync(
            () => new[] { first, second }.All(
                replica => replica.Get<TokenSlots>().Find(World.Platform, TokenKind.ComponentToken)!.Backoff.Last is not null),
            "both know that the store is away",
            Cancelled);
        World.Clock.Advance(TimeSpan.FromSeconds(20));

        Assert.True(World.IsGood(await first.TokenAsync(World.Platform)));
        Assert.Contains("only one replica", Some.ErrorOf(await second.TokenAsync(World.Platform)).Message, StringComparison.Ordinal);
        Assert.Equal(2, World.CallsOf(ApiPath.ComponentToken));

        World.Shared.Error = null;
        await first.Worker.StartAsync(Cancelled);
        await AdvanceUntilAsync(() => !World.Vault.IsLocked, "the lock was given back");
    }

    [Fact]
    public async Task A_store_that_answers_but_takes_nothing_is_away_all_the_same_and_one_replica_goes_on_alone()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        replica.Asked.TakesNothing = true;
        Assert.True(World.IsGood(await replica.TokenAsync(World.Platform)));
        Assert.True(World.Vault.IsLocked);

        await replica.Worker.StartAsync(Cancelled);
        var asked = replica.Asked.CountOf("set");
        await AdvanceUntilAsync(() => !World.Vault.IsLocked || replica.Asked.CountOf("set") > asked + 1, "the worker looked twice");

        Assert.True(World.Vault.IsLocked);
        replica.Asked.TakesNothing = false;
        await AdvanceUntilAsync(() => !World.Vault.IsLocked, "the lock was given back");
    }

    [Fact]
    public async Task With_store_and_database_away_nobody_renews()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        World.Shared.Error = _ => throw new InvalidOperationException("away");
        World.Vault.IsDown = true;

        Assert.Equal(ErrorClass.Busy, Some.ErrorOf(await replica.TokenAsync(World.Platform)).Class);

        Assert.Equal(0, World.CallsOf(ApiPath.ComponentToken));
    }
}

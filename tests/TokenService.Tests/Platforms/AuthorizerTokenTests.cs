using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Tests.Replicas;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Tests.Platforms;

public sealed class AuthorizerTokenTests : PlatformFixture
{
    [Fact]
    public async Task The_access_token_of_the_code_is_used_and_not_thrown_away()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        await World.ExchangeAsync(replica);

        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
        Assert.True(World.IsGood(await World.NewReplica().TokenAsync(World.Authorizer)));

        Assert.Equal(0, World.Renewals);
        Assert.Equal(World.RefreshToken, World.Vault.RowOf(World.Key)!.RefreshToken);
    }

    [Fact]
    public async Task Fifty_callers_with_a_cold_cache_and_a_slow_WeChat_cause_one_renewal_and_are_all_served()
    {
        var (first, second) = (await ExpiredAsync(), World.NewReplica());
        World.Simulator.Faults.Add(ApiPath.AuthorizerToken, Fault.Delay(TimeSpan.FromSeconds(1)));

        var calls = Enumerable.Range(0, 50).Select(
            number => Task.Run(async () => await (number % 2 == 0 ? first : second).TokenAsync(World.Authorizer))).ToList();
        await AdvanceUntilAsync(() => calls.TrueForAll(call => call.IsCompleted), "all were served", TimeSpan.FromMilliseconds(2));

        Assert.All(calls, call => Assert.True(World.IsGood(call.Result)));
        Assert.Equal(1, World.Renewals);
    }

    [Theory]
    [InlineData(RefreshTokenMode.Stable)]
    [InlineData(RefreshTokenMode.RotateEachTime)]
    [InlineData(RefreshTokenMode.RotateAndForgetAnswer)]
    public async Task Whatever_WeChat_does_to_refresh_tokens_renewal_goes_on(RefreshTokenMode mode)
    {
        var replica = await World.NewReplicaWithTicketAsync();
        await World.ExchangeAsync(replica);
        World.Settings.Switches.RefreshTokens = mode;
        for (var i = 0; i < 5; i++)
        {
            await World.ExpireAsync(replica);
            await UntilGoodAsync(replica);
            await UntilVaultedAsync(replica);
        }

        Assert.Equal(AuthorizerState.Authorized, World.Vault.RowOf(World.Key)!.State);
    }

    [Fact]
    public async Task A_life_of_300_seconds_is_believed()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        World.Settings.Switches.AuthorizerTokenLifetime = TimeSpan.FromSeconds(300);
        await World.ExchangeAsync(replica);
        var first = Some.Of(await replica.TokenAsync(World.Authorizer)).Value;

        World.Clock.Advance(TimeSpan.FromSeconds(140));
        Assert.Equal(first, Some.Of(await replica.TokenAsync(World.Authorizer)).Value);
        Assert.Equal(0, World.Renewals);
        World.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(first, Some.Of(await replica.TokenAsync(World.Authorizer)).Value);
        await Eventually.HoldsAsync(() => World.Renewals == 1, "it was renewed at half its life", Cancelled);
    }

    [Fact]
    public async Task A_refresh_token_that_is_missing_in_the_answer_overwrites_nothing()
    {
        var replica = await ExpiredAsync();
        var before = World.Vault.RowOf(World.Key);
        World.Simulator.Faults.Add(ApiPath.AuthorizerToken, Fault.Garbage(
            """{"authorizer_access_token":"A","expires_in":"7200","authorizer_refresh_token":""}"""));

        Assert.Equal("A", Some.Of(await replica.TokenAsync(World.Authorizer)).Value);

        Assert.Equal(before, World.Vault.RowOf(World.Key));
    }

    [Fact]
    public async Task A_refresh_token_without_an_access_token_is_kept()
    {
        var replica = await ExpiredAsync();
        World.Simulator.Faults.Add(ApiPath.AuthorizerToken, Fault.Garbage("""{"authorizer_refresh_token":"R2"}"""));

        Assert.Equal(ErrorClass.Busy, Some.ErrorOf(await replica.TokenAsync(World.Authorizer)).Class);

        Assert.Equal("R2", World.Vault.RowOf(World.Key)!.RefreshToken);
    }

    [Fact]
    public async Task A_refused_refresh_token_is_asked_for_and_all_is_well()
    {
        var replica = await ExpiredAsync();
        World.Vault.Put(World.Key, new VaultedToken("refreshtoken@@@outdated", 7, AuthorizerState.Broken));

        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));

        Assert.Equal(new VaultedToken(World.RefreshToken!, 8, AuthorizerState.Authorized), World.Vault.RowOf(World.Key));
    }

    [Fact]
    public async Task Without_a_row_WeChat_is_asked_too()
    {
        var replica = await ExpiredAsync();
        World.Vault.Put(World.Key, new VaultedToken("", 0, AuthorizerState.NeedsCode));

        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));

        Assert.Equal(new VaultedToken(World.RefreshToken!, 1, AuthorizerState.Authorized), World.Vault.RowOf(World.Key));
    }

    [Fact]
    public async Task A_missed_event_needs_a_code_and_WeChat_is_asked_once_a_day_by_all_replicas_together()
    {
        var (first, second) = (await World.NewReplicaWithTicketAsync(), World.NewReplica());
        await World.AuthorizeAsync();
        World.Vault.Put(World.Key, new VaultedToken("", 0, AuthorizerState.Authorized));
        for (var i = 0; i < 23; i++)
        {
            Assert.Equal(TokenObstacle.NeedsCode, Some.ErrorOf(await first.TokenAsync(World.Authorizer)).Obstacle);
            Assert.Equal(TokenObstacle.NeedsCode, Some.ErrorOf(await second.TokenAsync(World.Authorizer)).Obstacle);
            World.Clock.Advance(TimeSpan.FromHours(1));
            await World.GiveTicketAsync(first);
        }

        Assert.Equal(1, World.CallsOf(ApiPath.AuthorizerInfo));
        Assert.Equal(AuthorizerState.NeedsCode, World.Vault.RowOf(World.Key)!.State);
        World.Clock.Advance(TimeSpan.FromHours(2));
        await first.TokenAsync(World.Authorizer);
        Assert.Equal(2, World.CallsOf(ApiPath.AuthorizerInfo));

        await World.ExchangeAsync(second);
        Assert.True(World.IsGood(await first.TokenAsync(World.Authorizer)));
        Assert.True(World.IsGood(await second.TokenAsync(World.Authorizer)));
        Assert.Equal(AuthorizerState.Authorized, World.Vault.RowOf(World.Key)!.State);
    }

    [Fact]
    public async Task A_refresh_token_that_WeChat_gives_and_refuses_is_broken_until_there_is_another()
    {
        var replica = await ExpiredAsync();
        World.Simulator.Faults.Add(ApiPath.AuthorizerToken, Fault.Error(61023));

        var error = Some.ErrorOf(await replica.TokenAsync(World.Authorizer));
        Assert.Equal((TokenObstacle.Broken, ErrorClass.Permission), (error.Obstacle, error.Class));
        Assert.Equal(AuthorizerState.Broken, World.Vault.RowOf(World.Key)!.State);
        Assert.InRange(error.RetryAfter!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        World.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(TokenObstacle.Broken, Some.ErrorOf(await replica.TokenAsync(World.Authorizer)).Obstacle);
        Assert.Equal(1, World.Renewals);

        World.Simulator.Faults.Clear();
        World.Vault.Put(World.Key, new VaultedToken("refreshtoken@@@imported", 9, AuthorizerState.Broken));
        World.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
    }

    [Fact]
    public async Task WeChat_that_is_busy_breaks_nothing()
    {
        var replica = await ExpiredAsync();
        World.Vault.Put(World.Key, new VaultedToken("refreshtoken@@@outdated", 7, AuthorizerState.Authorized));
        World.Simulator.Faults.Add(ApiPath.AuthorizerInfo, Fault.Status(503));

        var asked = replica.TokenAsync(World.Authorizer).AsTask();
        await AdvanceUntilAsync(() => asked.IsCompleted, "the call ended", TimeSpan.FromMilliseconds(10));
        Assert.Equal(TokenObstacle.None, Some.ErrorOf(await asked).Obstacle);
        Assert.Empty(World.Vault.Marks);

        World.Simulator.Faults.Clear();
        World.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
    }

    [Fact]
    public async Task Ten_thousand_idle_authorizers_cause_no_call()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        for (var i = 0; i < 10_000; i++)
        {
            World.Vault.Put(
                World.Key with { AppId = Some.AppId($"wxidle{i}") }, new VaultedToken($"r{i}", 1, AuthorizerState.Authorized));
        }

        await replica.Renewals.StartAsync(Cancelled);
        await replica.Worker.StartAsync(Cancelled);
        for (var i = 0; i < 20; i++)
        {
            await MinuteAsync(replica);
        }

        Assert.Empty(World.Simulator.Calls.All);
    }

    [Fact]
    public async Task An_authorizer_that_nobody_used_for_a_day_is_renewed_no_longer()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        await World.ExchangeAsync(replica);
        await replica.Renewals.StartAsync(Cancelled);
        for (var hour = 0; hour < 26; hour++)
        {
            World.Clock.Advance(TimeSpan.FromMinutes(59));
            await World.GiveTicketAsync(replica);
            World.Clock.Advance(TimeSpan.FromMinutes(1));
            await UntilRenewedAheadAsync(replica);
        }

        await AdvanceUntilAsync(
            () => replica.Get<TokenSlots>().Find(World.Authorizer, TokenKind.AuthorizerToken) is null, "it was retired");
        Assert.InRange(World.Renewals, 11, 30);
    }

    [Fact]
    public async Task An_hour_of_many_costs_one_call_each()
    {
        const int Number = 200;
        var replicas = new[] { await World.NewReplicaWithTicketAsync(), World.NewReplica(), World.NewReplica() };
        var accounts = new List<Account>();
        for (var i = 0; i < Number; i++)
        {
            World.AddAccount($"wxmany{i}");
            await World.ExchangeAsync(replicas[i % 3], $"wxmany{i}");
            accounts.Add(AuthorizerKey.AccountOf(World.Platform, Some.AppId($"wxmany{i}")));
        }

        World.Clock.Advance(TimeSpan.FromMinutes(90));
        await World.GiveTicketAsync(replicas[0]);
        for (var minute = 0; minute < 60; minute++)
        {
            World.Clock.Advance(TimeSpan.FromMinutes(1));
            var results = await Task.WhenAll(accounts.Select((account, index) => Task.Run(
                async () => await replicas[(index + minute) % 3].TokenAsync(account))));
            Assert.All(results, result => Assert.True(World.IsGood(result)));
            await Eventually.HoldsAsync(
                () => !accounts.Index().Any(account => IsDue(replicas[(account.Index + minute) % 3], account.Item)),
                "what was due is renewed",
                Cancelled);
        }

        await Eventually.HoldsAsync(() => World.Renewals == Number, "each was renewed once", Cancelled);
        Assert.Equal(2, World.CallsOf(ApiPath.ComponentToken));
    }

    [Fact]
    public async Task Its_tickets_come_from_its_own_token()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        await World.ExchangeAsync(replica);

        var ticket = Some.Of(await replica.Tokens.GetAsync(World.Authorizer, TokenKind.JsApiTicket, Cancelled));
        var card = Some.Of(await replica.Tokens.GetAsync(World.Authorizer, TokenKind.WxCardTicket, Cancelled));

        Assert.NotEqual(ticket.Value, card.Value);
        Assert.Equal(2, World.Simulator.Calls.Count(ApiPath.Ticket, World.Key.AppId.Value));
        var shared = await World.NewReplica().Tokens.GetAsync(World.Authorizer, TokenKind.JsApiTicket, Cancelled);
        Assert.Equal(ticket.Value, Some.Of(shared).Value);
    }

    [Fact]
    public async Task Calls_in_its_name_carry_its_token_and_replace_one_that_is_refused()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        await World.ExchangeAsync(replica);
        World.Simulator.RevokeToken(World.Key.AppId.Value);

        var sent = await replica.Get<WeChatApiClient>().SendCustomerServiceMessageAsync(
            World.Authorizer, "o1", """{"touser":"o1","msgtype":"text","text":{"content":"hi"}}"""u8.ToArray(), Cancelled);

        Assert.True(sent.Succeeded, sent.Error?.Message);
        Assert.Equal(World.Key.AppId.Value, Assert.Single(World.Simulator.SentMessages.All).AppId);
        Assert.Equal(1, World.Renewals);
    }

    [Fact]
    public async Task A_new_secret_of_the_platform_is_used_and_the_tokens_stay()
    {
        var replica = await ExpiredAsync();
        World.Settings.AppSecret = "component-secret-changed";
        await replica.TokenAsync(World.Authorizer);
        var platform = World.Platform with { AppSecret = Some.AppSecret("component-secret-changed") };
        World.Clock.Advance(TimeSpan.FromHours(2));
        await World.GiveTicketAsync(replica);

        Assert.True(World.IsGood(await replica.TokenAsync(AuthorizerKey.AccountOf(platform, World.Key.AppId))));
    }

    /// <summary>Waits for what the worker does. A call that was under way while an hour passed was given up, and is made again.</summary>
    private async Task UntilRenewedAheadAsync(PlatformReplica replica)
    {
        for (var tries = 0; IsDue(replica); tries++)
        {
            Assert.True(tries < 10);
            World.Clock.Advance(TimeSpan.FromSeconds(31));
            try
            {
                await Eventually.HoldsAsync(
                    () => !IsDue(replica), "it was renewed ahead", Cancelled, timeout: TimeSpan.FromSeconds(2));
            }
            catch (TimeoutException)
            {
                // Once more.
            }
        }
    }

    /// <summary>Returns whether a replica has a token that it is to renew by now.</summary>
    private bool IsDue(PlatformReplica replica, Account? authorizer = null) =>
        replica.Get<TokenSlots>().Find(authorizer ?? World.Authorizer, TokenKind.AuthorizerToken)?.Cached is { IsSuperseded: false } cached
        && cached.IsDue(World.Clock.GetTimestamp());

    private async Task<PlatformReplica> ExpiredAsync()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        await World.ExchangeAsync(replica);
        await World.ExpireAsync(replica);
        return replica;
    }

    private async Task UntilGoodAsync(PlatformReplica replica)
    {
        for (var tries = 0; ; tries++)
        {
            var asked = replica.TokenAsync(World.Authorizer).AsTask();
            await AdvanceUntilAsync(() => asked.IsCompleted, "the call ended", TimeSpan.FromMilliseconds(10));
            if (World.IsGood(await asked))
            {
                return;
            }

            Assert.True(tries < 5, "WeChat had several chances.");
            World.Clock.Advance(TimeSpan.FromSeconds(3));
        }
    }

    private Task UntilVaultedAsync(PlatformReplica replica)
    {
        Assert.Equal(World.RefreshToken, World.Vault.RowOf(World.Key)!.RefreshToken);
        Assert.Equal(0, replica.States.Spilled);
        return Task.CompletedTask;
    }
}

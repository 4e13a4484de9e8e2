using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Events;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Gateway.Tests.Platforms.Events;

/// <summary>What accounts do with their authorization, from WeChat's event to the row, the tokens and the copies.</summary>
public sealed class AuthorizationEventTests(SharedRedis redis)
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(EventTiming.BeforeRedirect, 1)]
    [InlineData(EventTiming.AfterRedirect, 1)]
    [InlineData(EventTiming.BeforeRedirect, 3)]
    public async Task An_authorization_makes_an_account_that_can_be_called_for(EventTiming timing, int times)
    {
        await using var rig = await EventRig.StartWithGatewayAsync();

        var result = await rig.AuthorizeAsync(new AuthorizationOptions { EventTiming = timing, EventTimes = times });
        await Eventually.HoldsAsync(() => rig.Copies("authorizer_authorized") > 0, "the account was complete", Cancelled);

        var row = await rig.RowAsync();
        Assert.Equal((AuthorizerState.Authorized, "gh_shop", "奶茶店😀"), (row!.Authorizer.State, row.Authorizer.OriginalId, row.Authorizer.NickName));
        Assert.True((await rig.TokenAsync()).TryGet(out var token, out _));
        Assert.True(rig.WeChat.IsTokenValid(token.Value));
        Assert.Equal(1, rig.WeChat.Platforms.ExchangesOf(result.Code));
        Assert.Equal(0, rig.WeChat.Calls.Count("/cgi-bin/component/api_authorizer_token"));
        Assert.All(result.Pushes, push => Assert.Equal((200, "success"), (push.Last.Status, push.Last.Body)));
        await rig.InboxIsDoneAsync();

        // Each copy is delivered on its own, so the first one made may be the last one there.
        await Eventually.HoldsAsync(() => rig.Copies("authorized") > 0, "the copy of the event came", Cancelled);
        Assert.Equal((1, 1), (rig.Copies("authorized"), rig.Copies("authorizer_authorized")));
    }

    [Fact]
    public async Task No_code_leaves_the_gateway()
    {
        await using var rig = await EventRig.StartWithGatewayAsync();

        var result = await rig.AuthorizeAsync();
        await Eventually.HoldsAsync(() => rig.Copies("authorizer_authorized") > 0, "the account was complete", Cancelled);

        Assert.All(rig.Backend.Calls, call
            => Assert.DoesNotContain(result.Code, Encoding.UTF8.GetString(call.Body), StringComparison.Ordinal));
        Assert.DoesNotContain(result.Code, string.Join('\n', rig.Logs.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_is_answered_while_WeChat_is_frozen_and_done_when_it_is_not()
    {
        await using var rig = await EventRig.StartWithGatewayAsync();
        rig.WeChat.Faults.Add("*", Fault.Delay(TimeSpan.FromSeconds(10)));

        var started = Stopwatch.GetTimestamp();
        var result = await rig.AuthorizeAsync();
        var took = Stopwatch.GetElapsedTime(started);

        // 300 ms on a machine of its own; WeChat's ten seconds are far away on any.
        Assert.Equal((200, "success"), (result.Pushes[0].Last.Status, result.Pushes[0].Last.Body));
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        rig.WeChat.Faults.Clear();
        await rig.StateBecomesAsync(AuthorizerState.Authorized);
        await rig.InboxIsDoneAsync();
        Assert.True((await rig.TokenAsync()).TryGet(out _, out _));
    }

    [Fact]
    public async Task An_event_that_was_answered_by_a_gateway_that_died_is_done_by_the_next_one()
    {
        await using var rig = await EventRig.StartAsync();
        var killed = await rig.StartGatewayAsync(isIdle: true);
        await rig.PushTicketAsync();
        var result = await rig.AuthorizeAsync();
        Assert.Equal("success", result.Pushes[0].Last.Body);
        Assert.Equal(0, rig.WeChat.Platforms.ExchangesOf(result.Code));
        await rig.StopAsync(killed);

        await rig.StartGatewayAsync();

        await rig.StateBecomesAsync(AuthorizerState.Authorized);
        await rig.InboxIsDoneAsync();
        Assert.Equal(1, rig.WeChat.Platforms.ExchangesOf(result.Code));
        Assert.True((await rig.TokenAsync()).TryGet(out _, out _));
    }

    [Fact]
    public async Task An_event_whose_taker_died_before_it_did_anything_is_copied_all_the_same()
    {
        await using var rig = await EventRig.StartAsync();
        var killed = await rig.StartGatewayAsync(isIdle: true);
        await rig.PushTicketAsync();
        await rig.AuthorizeAsync();
        Assert.Single(await killed.Services.GetRequiredService<IEventInbox>().TakeAsync(
            EventRig.Id(EventRig.Component), 8, TimeSpan.Zero, Cancelled));
        await rig.StopAsync(killed);

        await rig.StartGatewayAsync();

        await rig.StateBecomesAsync(AuthorizerState.Authorized);
        await rig.InboxIsDoneAsync();
        await rig.BothCopiesAsync();
        Assert.Equal((1, 1), (rig.Copies("authorized"), rig.Copies("authorizer_authorized")));
    }

    [Fact]
    public async Task An_event_that_is_tried_again_is_copied_once()
    {
        await using var rig = await EventRig.StartWithGatewayAsync();
        rig.WeChat.Faults.Add(EventRig.QueryAuth, Fault.Error(45009));

        await rig.AuthorizeAsync();
        await Eventually.HoldsAsync(() => rig.WeChat.Calls.Count(EventRig.QueryAuth) > 1, "it was tried again", Cancelled);
        rig.WeChat.Faults.Clear();

        await rig.StateBecomesAsync(AuthorizerState.Authorized);
        await rig.InboxIsDoneAsync();
        await rig.BothCopiesAsync();
        Assert.Equal((1, 1), (rig.Copies("authorized"), rig.Copies("authorizer_authorized")));
    }

    [Fact]
    public async Task One_event_on_three_replicas_is_one_exchange()
    {
        await using var rig = await EventRig.StartAsync(
            ("Store:Kind", "Redis"), ("Store:Redis", redis.ConnectionString), ("Store:KeyPrefix", SharedRedis.NewPrefix()));
        for (var number = 0; number < 3; number++)
        {
            await rig.StartGatewayAsync();
        }

        await rig.PushTicketAsync();
        var result = await rig.AuthorizeAsync(new AuthorizationOptions { EventTiming = EventTiming.Never });
        var message = Authorized(result.Code);

        var pushes = await Task.WhenAll(rig.Gateways.Select(gateway => rig.PushEventAsync(message, gateway)));
        await rig.StateBecomesAsync(AuthorizerState.Authorized);
        await rig.InboxIsDoneAsync();

        Assert.All(pushes, push => Assert.Equal("success", push.Last.Body));
        Assert.Equal(1, rig.WeChat.Platforms.ExchangesOf(result.Code));
        foreach (var gateway in rig.Gateways)
        {
            Assert.True((await rig.TokenAsync(gateway)).TryGet(out var token, out var error), error?.Message);
            Assert.True(rig.WeChat.IsTokenValid(token.Value));
        }
    }

    [Fact]
    public async Task After_an_account_left_no_replica_has_a_token_within_a_second()
    {
        await using var rig = await EventRig.StartAsync(
            ("Store:Kind", "Redis"), ("Store:Redis", redis.ConnectionString), ("Store:KeyPrefix", SharedRedis.NewPrefix()));
        await rig.StartGatewayAsync();
        await rig.StartGatewayAsync();
        await rig.PushTicketAsync();
        await rig.AuthorizeAsync();
        await rig.StateBecomesAsync(AuthorizerState.Authorized);
        await rig.InboxIsDoneAsync();
        foreach (var gateway in rig.Gateways)
        {
            Assert.True((await rig.TokenAsync(gateway)).TryGet(out _, out _));
        }

        await rig.WeChat.Platforms.UnauthorizeAsync(EventRig.Component, EventRig.Shop, DateTimeOffset.UtcNow.AddSeconds(1), Cancelled);
        await rig.StateBecomesAsync(AuthorizerState.Unauthorized);

        // A second by contract; a busy machine gets more.
        foreach (var gateway in rig.Gateways)
        {
            await Eventually.HoldsAsync(
                async () => !(await rig.TokenAsync(gateway)).TryGet(out _, out _), "there was no token any more", Cancelled);
        }
    }

    [Fact]
    public async Task An_older_event_changes_nothing()
    {
        await using var rig = await EventRig.StartWithGatewayAsync();
        await rig.AuthorizeAsync(new AuthorizationOptions { EventTiming = EventTiming.BeforeRedirect, CreatedAt = Noon });
        await rig.StateBecomesAsync(AuthorizerState.Authorized);

        var old = await rig.PushEventAsync(PlatformEvent.Unauthorized(EventRig.Shop) with { CreatedAt = Noon.AddSeconds(-1) });
        await rig.InboxIsDoneAsync();

        Assert.Equal("success", old.Last.Body);
        Assert.Equal(AuthorizerState.Authorized, (await rig.RowAsync())!.Authorizer.State);
        Assert.True((await rig.TokenAsync()).TryGet(out _, out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_events_of_one_second_WeChat_says_which_is_true(bool isAuthorized)
    {
        await using var rig = await EventRig.StartWithGatewayAsync();
        await rig.AuthorizeAsync(new AuthorizationOptions { EventTiming = EventTiming.BeforeRedirect, CreatedAt = Noon });
        await rig.StateBecomesAsync(AuthorizerState.Authorized);
        await rig.InboxIsDoneAsync();
        if (!isAuthorized)
        {
            rig.WeChat.Platforms.UnauthorizeSilently(EventRig.Component, EventRig.Shop);
        }

        await rig.PushEventAsync(PlatformEvent.Unauthorized(EventRig.Shop) with { CreatedAt = Noon });
        await rig.InboxIsDoneAsync();

        Assert.Equal(
            isAuthorized ? AuthorizerState.Authorized : AuthorizerState.Unauthorized, (await rig.RowAsync())!.Authorizer.State);
        Assert.Equal(isAuthorized, (await rig.TokenAsync()).TryGet(out _, out _));
    }

    [Fact]
    public async Task A_registered_mini_program_is_authorized_by_the_code_in_its_event()
    {
        await using var rig = await EventRig.StartWithGatewayAsync();
        var result = await rig.AuthorizeAsync(new AuthorizationOptions { EventTiming = EventTiming.Never });

        await rig.PushEventAsync(
            PlatformEvent.Of("notify_third_fasteregister").With("appid", EventRig.Shop).With("status", 0).With("auth_code", result.Code));
        await rig.StateBecomesAsync(AuthorizerState.Authorized);

        Assert.Equal(1, rig.WeChat.Platforms.ExchangesOf(result.Code));
    }

    [Fact]
    public async Task A_registration_that_failed_does_nothing()
    {
        await using var rig = await EventRig.StartWithGatewayAsync();

        await rig.PushEventAsync(PlatformEvent.Of("notify_third_fasteregister").With("appid", EventRig.Shop).With("status", 89249));
        await rig.InboxIsDoneAsync();

        Assert.Null(await rig.RowAsync());
    }

    [Fact]
    public async Task An_event_that_nobody_knows_is_answered_and_copied()
    {
        await using var rig = await EventRig.StartWithGatewayAsync();

        var result = await rig.PushEventAsync(PlatformEvent.Of("something_new").With("AuthorizerAppid", EventRig.Shop));

        Assert.Equal((200, "success"), (result.Last.Status, result.Last.Body));
        await Eventually.HoldsAsync(() => rig.Copies("something_new") == 1, "the event was copied", Cancelled);
    }

    [Fact]
    public async Task With_the_database_away_an_event_waits_in_Redis()
    {
        await using var rig = await EventRig.StartAsync(
            ("Store:Kind", "Redis"), ("Store:Redis", redis.ConnectionString), ("Store:KeyPrefix", SharedRedis.NewPrefix()));
        var inbox = new FailingInbox();
        await rig.StartGatewayAsync(replace: inbox.Replace);
        await rig.PushTicketAsync();
        inbox.IsAway = true;

        var result = await rig.AuthorizeAsync();
        Assert.Equal((200, "success"), (result.Pushes[0].Last.Status, result.Pushes[0].Last.Body));
        inbox.IsAway = false;

        await rig.StateBecomesAsync(AuthorizerState.Authorized);
    }

    [Fact]
    public async Task With_the_database_away_and_nowhere_else_to_keep_it_an_event_is_answered_503()
    {
        await using var rig = await EventRig.StartAsync();
        var inbox = new FailingInbox();
        await rig.StartGatewayAsync(replace: inbox.Replace);
        await rig.PushTicketAsync();
        inbox.IsAway = true;

        var result = await rig.AuthorizeAsync();

        Assert.Equal(503, result.Pushes[0].Last.Status);
    }

    private static PlatformEvent Authorized(string code) => (PlatformEvent.Of("authorized") with { CreatedAt = DateTimeOffset.UtcNow })
        .With("AuthorizerAppid", EventRig.Shop)
        .With("AuthorizationCode", code)
        .With("AuthorizationCodeExpiredTime", DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds())
        .With("PreAuthCode", "pre");

    /// <summary>An inbox whose database is away when the test says so.</summary>
    private sealed class FailingInbox : IEventInbox
    {
        private IEventInbox _inbox = null!;

        public bool IsAway { get; set; }

        public void Replace(IServiceCollection services)
        {
            var real = services.Single(service => service.ServiceType == typeof(IEventInbox)).ImplementationType!;
            services.Replace(ServiceDescriptor.Singleton<IEventInbox>(provider =>
            {
                _inbox = (IEventInbox)ActivatorUtilities.CreateInstance(provider, real);
                return this;
            }));
        }

        public ValueTask<bool> AddAsync(InboxEvent inboxEvent, CancellationToken cancellationToken)
            => Inbox().AddAsync(inboxEvent, cancellationToken);

        public ValueTask<IReadOnlyList<TakenEvent>> TakeAsync(
            AppId component, int most, TimeSpan lease, CancellationToken cancellationToken)
            => Inbox().TakeAsync(component, most, lease, cancellationToken);

        public ValueTask DoneAsync(TakenEvent taken, CancellationToken cancellationToken) => Inbox().DoneAsync(taken, cancellationToken);

        public ValueTask PostponeAsync(TakenEvent taken, TimeSpan pause, string why, CancellationToken cancellationToken)
            => Inbox().PostponeAsync(taken, pause, why, cancellationToken);

        public ValueTask GiveUpAsync(TakenEvent taken, string why, CancellationToken cancellationToken)
            => Inbox().GiveUpAsync(taken, why, cancellationToken);

        public ValueTask<InboxCount> CountAsync(AppId component, CancellationToken cancellationToken)
            => _inbox.CountAsync(component, cancellationToken);

        private IEventInbox Inbox()
            => IsAway ? throw new AuthorizersUnavailableException("The database is not available: a test.") : _inbox;
    }
}

using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Platforms;

namespace WxYarpGateway.TokenService.Tests.Platforms;

public sealed class ComponentTicketsTests : PlatformFixture
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_newest_ticket_wins_and_an_older_one_or_the_same_again_changes_nothing()
    {
        var replica = World.NewReplica();

        Assert.True(await AcceptAsync(replica, "t2", 20));
        Assert.False(await AcceptAsync(replica, "t1", 10));
        Assert.False(await AcceptAsync(replica, "t2", 20));
        Assert.False(await AcceptAsync(replica, "other", 20));
        Assert.True(await AcceptAsync(replica, "t3", 21));

        Assert.Equal("t3", replica.Tickets.Newest(World.Platform.AppId)!.Value);
        Assert.Equal("t3", World.Vault.TicketOf(World.Platform.AppId)!.Value);
    }

    [Fact]
    public async Task The_other_replicas_have_it_at_once()
    {
        var (first, second) = (World.NewReplica(), World.NewReplica());
        Assert.True(await AcceptAsync(first, "t1", 10));
        Assert.False(await AcceptAsync(second, "t1", 10));
        Assert.True(await AcceptAsync(second, "t2", 20));

        await Eventually.HoldsAsync(
            () => first.Tickets.Newest(World.Platform.AppId)!.Value == "t2", "the first heard of the ticket", Cancelled);
        Assert.False(await AcceptAsync(first, "t1", 10));
    }

    [Fact]
    public async Task A_replica_that_never_needed_a_ticket_knows_that_one_came()
    {
        Assert.True(await AcceptAsync(World.NewReplica(), "t1", 10));
        var idle = World.NewReplica();
        idle.Current = [new PlatformAccount(World.Platform, TicketPushStart.Never)];

        await idle.Worker.StartAsync(Cancelled);
        await Eventually.HoldsAsync(() => idle.Tickets.AgeOf(World.Platform.AppId) is not null, "it has looked", Cancelled);
        Assert.True(await AcceptAsync(World.NewReplica(), "t2", 20));

        await Eventually.HoldsAsync(
            () => idle.Tickets.Newest(World.Platform.AppId)!.Value == "t2", "it heard of the next one, too", Cancelled);
        await idle.Worker.StopAsync(Cancelled);
    }

    [Fact]
    public async Task The_worker_reads_a_ticket_once_a_minute_also_where_it_would_ask_for_more()
    {
        await World.NewReplicaWithTicketAsync();
        var replica = World.NewReplica();
        await replica.Worker.StartAsync(Cancelled);
        await Eventually.HoldsAsync(() => replica.Asked.CountOf("get") > 0, "it has looked", Cancelled);

        for (var minute = 1; minute <= 5; minute++)
        {
            await MinuteAsync(replica);
            await Eventually.HoldsAsync(() => replica.Asked.CountOf("get") > minute, "it has looked again", Cancelled);
        }

        Assert.Equal(6, replica.Asked.CountOf("get"));
        await replica.Worker.StopAsync(Cancelled);
    }

    [Fact]
    public async Task An_old_ticket_after_a_restart_is_a_replay_still()
    {
        Assert.True(await AcceptAsync(World.NewReplica(), "t2", 20));
        await World.Shared.MemoryStore.RemoveAsync("v1:wxcomponent0000001:ticket", Cancelled);
        var restarted = World.NewReplica();

        Assert.False(await AcceptAsync(restarted, "t1", 10));

        Assert.Equal("t2", restarted.Tickets.Newest(World.Platform.AppId)!.Value);
    }

    [Fact]
    public async Task A_vault_that_is_away_does_not_spoil_the_answer_and_is_tried_until_it_takes_the_ticket()
    {
        var replica = World.NewReplica();
        World.Vault.IsDown = true;
        Assert.True(await AcceptAsync(replica, "t1", 10));
        Assert.Null(World.Vault.TicketOf(World.Platform.AppId));
        await replica.Worker.StartAsync(Cancelled);

        World.Vault.IsDown = false;

        await AdvanceUntilAsync(() => World.Vault.TicketOf(World.Platform.AppId)?.Value == "t1", "the vault has the ticket");
        await replica.Worker.StopAsync(Cancelled);
    }

    [Fact]
    public async Task A_vault_that_hangs_holds_the_answer_up_for_less_than_300_ms()
    {
        var replica = World.NewReplica();
        World.Vault.Before = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

        var accepted = AcceptAsync(replica, "t1", 10).AsTask();
        var startedAt = World.Clock.GetTimestamp();
        await AdvanceUntilAsync(() => accepted.IsCompleted, "the answer", TimeSpan.FromMilliseconds(10));

        Assert.True(await accepted);
        Assert.InRange(World.Clock.GetElapsedTime(startedAt), TimeSpan.Zero, TimeSpan.FromMilliseconds(310));
        Assert.Equal("t1", replica.Tickets.Newest(World.Platform.AppId)!.Value);
    }

    [Fact]
    public async Task With_vault_and_store_away_memory_has_it()
    {
        var replica = World.NewReplica();
        World.Vault.IsDown = true;
        World.Shared.Error = _ => throw new InvalidOperationException("away");

        Assert.True(await AcceptAsync(replica, "t1", 10));

        Assert.Equal("t1", (await replica.Tickets.FindAsync(World.Platform.AppId, Cancelled))!.Value);
    }

    [Fact]
    public async Task Clocks_an_hour_apart_do_not_matter()
    {
        var ahead = new FakeTimeProvider(World.Clock.GetUtcNow() + TimeSpan.FromHours(1));
        var first = World.NewReplica(ahead);
        Assert.True(await first.Tickets.AcceptAsync(World.Platform, World.NewTicket() with { ReceivedAt = ahead.GetUtcNow() }, Cancelled));

        await World.Shared.MemoryStore.RemoveAsync("v1:wxcomponent0000001:ticket", Cancelled);
        var second = World.NewReplica();

        Assert.True(World.IsGood(await second.TokenAsync(World.Platform)));
        Assert.Equal(TimeSpan.Zero, second.Tickets.AgeOf(World.Platform.AppId));
    }

    [Fact]
    public async Task Tickets_are_asked_for_at_the_start_and_at_most_once_an_hour_by_all_replicas_together()
    {
        var (first, second) = (World.NewReplica(), World.NewReplica());
        await first.Worker.StartAsync(Cancelled);
        await second.Worker.StartAsync(Cancelled);
        await Eventually.HoldsAsync(() => AskedBy(first, second) == 1, "the tickets were asked for", Cancelled);

        for (var minute = 0; minute < 58; minute++)
        {
            await MinuteAsync(first, second);
        }

        Assert.Equal(1, AskedBy(first, second));
        await MinuteAsync(first, second);
        await MinuteAsync(first, second);
        await MinuteAsync(first, second);
        await Eventually.HoldsAsync(() => AskedBy(first, second) == 2, "they were asked for again", Cancelled);
    }

    [Fact]
    public async Task Tickets_are_asked_for_when_none_came_for_25_minutes_and_not_while_they_come()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        await replica.Worker.StartAsync(Cancelled);
        for (var i = 0; i < 60; i++)
        {
            await MinuteAsync(replica);
            if (i % 10 == 9)
            {
                await World.GiveTicketAsync(replica);
            }
        }

        for (var i = 0; i < 24; i++)
        {
            await MinuteAsync(replica);
        }

        Assert.Equal(0, AskedBy(replica));
        await MinuteAsync(replica);
        await MinuteAsync(replica);
        await Eventually.HoldsAsync(() => AskedBy(replica) == 1, "they were asked for", Cancelled);
    }

    [Fact]
    public async Task Tickets_are_never_asked_for_where_somebody_does_it_by_hand()
    {
        var replica = World.NewReplica();
        replica.Current = [new PlatformAccount(World.Platform, TicketPushStart.Never)];
        await replica.Worker.StartAsync(Cancelled);
        for (var i = 0; i < 90; i++)
        {
            await MinuteAsync(replica);
        }

        Assert.Equal(0, AskedBy(replica));
    }

    [Fact]
    public async Task Its_age_is_measured()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        replica.Get<PlatformMetrics>();
        Assert.True(World.IsGood(await replica.TokenAsync(World.Platform)));
        World.Clock.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal(31 * 60, replica.Metrics.Observe()["wxgateway.platform.ticket.age service=saas"]);
        Assert.Equal(31 * 60, replica.Metrics.Observe()["wxgateway.platform.component_token.age service=saas"]);
        Assert.Equal(0, replica.Metrics.Observe()["wxgateway.platform.spilled"]);
    }

    // Not by WeChat's count: while a minute passes at once, a call is given up and repeated.
    private static int AskedBy(params PlatformReplica[] replicas) => replicas.Sum(
        replica => replica.Logs.Lines.Count(line => line.Contains(" PushStarted ", StringComparison.Ordinal)
            || line.Contains(" PushNotStarted ", StringComparison.Ordinal)));

    private ValueTask<bool> AcceptAsync(PlatformReplica replica, string value, int second) => replica.Tickets.AcceptAsync(
        World.Platform, new ComponentTicket(value, Noon.AddSeconds(second), World.Clock.GetUtcNow()), Cancelled);
}

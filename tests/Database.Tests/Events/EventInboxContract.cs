using System.Text;
using WxYarpGateway.Database.Events;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Platform.Events;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Database.Tests.Events;

/// <summary>What the work on authorization events relies on, whatever the database.</summary>
public abstract class EventInboxContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly DatabaseFixture _database;
    private readonly AppId _component = NewAppId("wxp");

    protected EventInboxContract(DatabaseFixture database)
    {
        _database = database;
        Inbox = new EventInbox(database.Access, database.Main.Clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private EventInbox Inbox { get; }

    [Fact]
    public async Task An_event_comes_out_as_it_went_in()
    {
        var account = NewAppId("wxa");
        var added = Event("authorized", 10, "😀") with { Account = account };

        Assert.True(await Inbox.AddAsync(added, Token));

        var taken = Assert.Single(await TakeAsync());
        Assert.Equal(added.Body.ToArray(), taken.Event.Body.ToArray());
        Assert.Equal((_component, "authorized", account, added.CreateTime, added.Digest, 1),
            (taken.Event.Component, taken.Event.InfoType, taken.Event.Account, taken.Event.CreateTime, taken.Event.Digest, taken.Attempts));
    }

    [Fact]
    public async Task The_same_event_is_kept_once_also_after_it_was_done()
    {
        var added = Event("authorized", 10);
        Assert.True(await Inbox.AddAsync(added, Token));
        Assert.False(await Inbox.AddAsync(added, Token));
        await Inbox.DoneAsync(Assert.Single(await TakeAsync()), Token);

        Assert.False(await Inbox.AddAsync(added, Token));

        Assert.Empty(await TakeAsync());
    }

    [Fact]
    public async Task The_same_event_of_two_platforms_is_two_events()
    {
        var added = Event("authorized", 10);
        Assert.True(await Inbox.AddAsync(added, Token));

        Assert.True(await Inbox.AddAsync(new InboxEvent(NewAppId("wxp"), "authorized", added.CreateTime, added.Body), Token));

        Assert.Single(await TakeAsync());
    }

    [Fact]
    public async Task Of_many_that_add_one_event_at_once_one_succeeds()
    {
        var added = Event("authorized", 10);

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ => await Inbox.AddAsync(added, Token)));

        Assert.Equal(1, results.Count(isNew => isNew));
    }

    [Fact]
    public async Task Many_that_take_at_once_never_get_the_same_event()
    {
        for (var number = 0; number < 40; number++)
        {
            await Inbox.AddAsync(Event("authorized", number), Token);
        }

        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => await Inbox.TakeAsync(_component, 10, Lease, Token)));
        var rest = await Inbox.TakeAsync(_component, 100, Lease, Token);

        var ids = taken.SelectMany(events => events).Concat(rest).Select(one => one.Id).ToList();
        Assert.Equal(40, ids.Count);
        Assert.Equal(40, ids.Distinct().Count());
    }

    [Fact]
    public async Task The_oldest_come_first()
    {
        foreach (var second in (int[])[30, 10, 20])
        {
            await Inbox.AddAsync(Event("authorized", second), Token);
        }

        var first = await Inbox.TakeAsync(_component, 2, Lease, Token);

        Assert.Equal([10, 20], first.Select(one => one.Event.CreateTime.ToUnixTimeSeconds()));
    }

    [Fact]
    public async Task What_a_killed_replica_took_is_due_again_when_its_lease_ends()
    {
        await Inbox.AddAsync(Event("authorized", 10), Token);
        Assert.Equal(1, Assert.Single(await TakeAsync()).Attempts);
        Assert.Empty(await TakeAsync());

        _database.Main.Clock.Advance(Lease);

        Assert.Equal(2, Assert.Single(await TakeAsync()).Attempts);
    }

    [Fact]
    public async Task What_is_put_back_is_due_after_its_pause()
    {
        await Inbox.AddAsync(Event("authorized", 10), Token);
        await Inbox.PostponeAsync(Assert.Single(await TakeAsync()), TimeSpan.FromSeconds(5), "WeChat is busy.", Token);

        _database.Main.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(await TakeAsync());
        _database.Main.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(await TakeAsync());
    }

    [Fact]
    public async Task What_a_replica_took_whose_clock_was_far_ahead_waits_for_nobody()
    {
        var now = _database.Main.Clock.GetUtcNow();
        var ahead = new FakeTimeProvider();
        ahead.Advance(now.AddDays(1) - ahead.GetUtcNow());
        await Inbox.AddAsync(Event("authorized", 10), Token);
        Assert.Single(await new EventInbox(_database.Access, ahead).TakeAsync(_component, 8, Lease, Token));

        var taken = Assert.Single(await TakeAsync());

        Assert.Equal(2, taken.Attempts);

        // What waits as long as any event does is not due before its time.
        await Inbox.PostponeAsync(taken, TimeSpan.FromMinutes(10), "WeChat is busy.", Token);
        Assert.Empty(await TakeAsync());
    }

    [Fact]
    public async Task Only_what_was_given_back_with_a_reason_was_worked_on()
    {
        await Inbox.AddAsync(Event("authorized", 10), Token);
        Assert.False(Assert.Single(await TakeAsync()).WasWorkedOn);
        _database.Main.Clock.Advance(Lease);
        var broken = Assert.Single(await TakeAsync());
        Assert.False(broken.WasWorkedOn);
        await Inbox.PostponeAsync(broken, TimeSpan.Zero, why: "", Token);
        var tried = Assert.Single(await TakeAsync());
        Assert.False(tried.WasWorkedOn);

        await Inbox.PostponeAsync(tried, TimeSpan.Zero, "WeChat is busy.", Token);
        var again = Assert.Single(await TakeAsync());
        Assert.True(again.WasWorkedOn);
        await Inbox.PostponeAsync(again, TimeSpan.Zero, why: "", Token);

        Assert.True(Assert.Single(await TakeAsync()).WasWorkedOn);
    }

    [Fact]
    public async Task Who_has_lost_the_lease_puts_nothing_back()
    {
        await Inbox.AddAsync(Event("authorized", 10), Token);
        var slow = Assert.Single(await TakeAsync());
        _database.Main.Clock.Advance(Lease);
        var next = Assert.Single(await TakeAsync());

        await Inbox.PostponeAsync(slow, TimeSpan.Zero, "late", Token);
        await Inbox.GiveUpAsync(slow, "late", Token);

        Assert.Empty(await TakeAsync());
        await Inbox.DoneAsync(next, Token);
        Assert.Equal(new InboxCount(0, 0, null), await Inbox.CountAsync(_component, Token));
    }

    [Fact]
    public async Task What_waits_and_what_was_given_up_is_counted()
    {
        await Inbox.AddAsync(Event("authorized", 20), Token);
        await Inbox.AddAsync(Event("authorized", 10), Token);
        await Inbox.AddAsync(Event("authorized", 5), Token);
        await Inbox.GiveUpAsync((await Inbox.TakeAsync(_component, 1, Lease, Token))[0], "too late", Token);

        Assert.Equal(new InboxCount(2, 1, DateTimeOffset.FromUnixTimeSeconds(10)), await Inbox.CountAsync(_component, Token));
    }

    [Fact]
    public async Task Another_replica_sees_what_one_has_added()
    {
        await Inbox.AddAsync(Event("authorized", 10), Token);
        var another = _database.Another();
        await another.OpenAsync();

        Assert.Single(await new EventInbox(another.Access, _database.Main.Clock).TakeAsync(_component, 8, Lease, Token));
    }

    private static AppId NewAppId(string prefix)
        => AppId.TryParse($"{prefix}{Guid.NewGuid():N}", out var appId) ? appId : throw new InvalidOperationException();

    private InboxEvent Event(string infoType, int second, string text = "") => new(
        _component,
        infoType,
        DateTimeOffset.FromUnixTimeSeconds(second),
        Encoding.UTF8.GetBytes($$"""{"InfoType":"{{infoType}}","CreateTime":{{second}},"Text":"{{text}}"}"""));

    private ValueTask<IReadOnlyList<TakenEvent>> TakeAsync() => Inbox.TakeAsync(_component, 100, Lease, Token);
}

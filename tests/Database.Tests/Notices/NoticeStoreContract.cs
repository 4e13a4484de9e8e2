using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Notices;
using WxYarpGateway.Database.Tables.Users;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Database.Users;
using WxYarpGateway.MiniPrograms.Notices;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Database.Tests.Notices;

/// <summary>What the notices' workers may rely on, whatever the database.</summary>
public abstract class NoticeStoreContract(DatabaseFixture database) : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private static readonly NoticeTrouble Busy = new(-1, "busy");

    private readonly string _app = $"wx{Guid.NewGuid():N}";
    private readonly FakeTimeProvider _clock = new();
    private NoticeStore? _store;


    private NoticeStore Store => _store ??= new NoticeStore(database.Access, _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Tests of one class share the database, and notices of all apps are taken.
    public async ValueTask InitializeAsync()
        => await database.Access.WriteAsync((db, token) => db.Notices.ExecuteDeleteAsync(token), Token);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    [Fact]
    public async Task A_thousand_due_at_once_are_taken_once_each_by_three_replicas()
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => UserAsync($"o-{number}")));
        await AddAsync(users.SelectMany(user => Enumerable.Repeat(user, 10)));
        var busy = new ConcurrentDictionary<string, long>();

        var taken = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(DrainAsync, Token)));

        Assert.Equal(1000, taken.Sum(ids => ids.Count));
        Assert.Equal(1000, taken.SelectMany(ids => ids).Distinct().Count());
        var kept = await Store.ListAsync(_app, null, 0, 2000, Token);
        Assert.All(kept, notice => Assert.Equal((NoticeStatus.Sent, 1), (notice.Status, notice.Attempts)));

        async Task<List<long>> DrainAsync()
        {
            var ids = new List<long>();
            do
            {
                var due = await TakeAsync(16);
                foreach (var notice in due)
                {
                    Assert.True(busy.TryAdd(notice.OpenId, notice.Id), "two notices of one user are held at once");
                }

                foreach (var notice in due)
                {
                    // Before it is said: from then on another replica may take the user's next one.
                    busy.TryRemove(notice.OpenId, out _);
                    ids.Add(notice.Id);
                    await Store.SentAsync(notice, Token);
                }
            }
            while (await IsAnyLeftAsync());

            return ids;
        }

        async Task<bool> IsAnyLeftAsync() => await database.Access.ReadAsync(
            (db, token) => db.Notices.AnyAsync(row => row.App == _app && row.State < NoticeState.Sent, token), Token);
    }

    [Fact]
    public async Task One_users_ten_are_taken_in_the_order_of_their_times()
    {
        var user = await UserAsync();
        var ids = new List<long>();
        foreach (var number in Enumerable.Range(0, 10))
        {
            ids.Add(await AddAsync(user, inSeconds: -number / 2));
        }

        var taken = new List<long>();
        while (await TakeAsync(16) is [var due])
        {
            Assert.Empty(await TakeAsync(16));
            taken.Add(due.Id);
            await Store.SentAsync(due, Token);
        }

        Assert.Equal([ids[8], ids[9], ids[6], ids[7], ids[4], ids[5], ids[2], ids[3], ids[0], ids[1]], taken);
    }

    [Fact]
    public async Task Nothing_overtakes_what_was_put_off()
    {
        var user = await UserAsync();
        var (first, second) = (await AddAsync(user), await AddAsync(user));
        await Store.PostponeAsync((await TakeAsync(1))[0], TimeSpan.FromSeconds(30), Busy, Token);

        Assert.Empty(await TakeAsync(5));
        _clock.Advance(TimeSpan.FromSeconds(31));
        var again = Assert.Single(await TakeAsync(5));
        Assert.Equal((first, 2, false), (again.Id, again.Attempts, again.MayBeSent));
        await Store.FailedAsync(again, new NoticeTrouble(43101, "refused"), Token);
        Assert.Equal(second, Assert.Single(await TakeAsync(5)).Id);
        var ended = (await Store.ListAsync(_app, user, 0, 10, Token))[0];
        Assert.Equal((NoticeStatus.Failed, 43101, "refused"), (ended.Status, ended.ErrorCode, ended.Sentence));
    }

    [Fact]
    public async Task What_a_killed_replica_held_is_taken_again_and_may_be_sent()
    {
        await AddAsync(await UserAsync());
        var lost = Assert.Single(await TakeAsync(5));
        Assert.False(lost.MayBeSent);
        _clock.Advance(Lease - TimeSpan.FromSeconds(1));
        Assert.Empty(await TakeAsync(5));

        _clock.Advance(TimeSpan.FromSeconds(1));
        var again = Assert.Single(await TakeAsync(5));
        await Store.FailedAsync(lost, Busy, Token);
        Assert.True(again.MayBeSent);
        await Store.PostponeAsync(again, TimeSpan.Zero, new NoticeTrouble(null, "busy"), Token);
        Assert.True(Assert.Single(await TakeAsync(5)).MayBeSent);
    }

    [Fact]
    public async Task What_is_not_due_waits_and_can_be_withdrawn_by_its_user_only()
    {
        var (user, other) = (await UserAsync(), await UserAsync("o-other"));
        var id = await AddAsync(user, inSeconds: 60);

        Assert.Empty(await TakeAsync(5));
        Assert.Null(await Store.CancelAsync(other, id, Token));
        Assert.Equal(NoticeStatus.Cancelled, await Store.CancelAsync(user, id, Token));
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Empty(await TakeAsync(5));

        var sending = await AddAsync(user);
        await TakeAsync(5);
        Assert.Equal(NoticeStatus.Sending, await Store.CancelAsync(user, sending, Token));
    }

    [Fact]
    public async Task What_a_replica_took_whose_clock_was_far_ahead_waits_for_nobody_and_holds_up_no_other_of_its_user()
    {
        var user = await UserAsync();
        var (first, second) = (await AddAsync(user), await AddAsync(user));
        var ahead = new FakeTimeProvider();
        ahead.Advance(_clock.GetUtcNow().AddDays(1) - ahead.GetUtcNow());
        Assert.Equal(first, Assert.Single(await new NoticeStore(database.Access, ahead).TakeAsync(5, Lease, Token)).Id);

        var taken = Assert.Single(await TakeAsync(5));

        Assert.Equal((first, 2), (taken.Id, taken.Attempts));
        await Store.SentAsync(taken, Token);
        Assert.Equal(second, Assert.Single(await TakeAsync(5)).Id);
    }

    [Fact]
    public async Task No_more_wait_for_a_user_than_may_even_when_all_are_ordered_at_once()
    {
        var user = await UserAsync();

        var added = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Store.AddAsync(NoticeOf(user), 5, Token).AsTask()));

        Assert.Equal(5, added.Count(one => one.Refusal == NoticeRefusal.None));
        Assert.Equal(15, added.Count(one => one.Refusal == NoticeRefusal.TooMany));
    }

    [Fact]
    public async Task A_person_who_is_erased_gets_and_leaves_nothing()
    {
        var user = await UserAsync();
        await AddAsync(user);
        await new UserStore(database.Access, _clock).EraseAsync(_app, user, Token);

        Assert.Empty(await TakeAsync(5));
        Assert.Empty(await Store.ListAsync(_app, null, 0, 10, Token));
        Assert.Equal(NoticeRefusal.NoSuchUser, (await Store.AddAsync(NoticeOf(user), 5, Token)).Refusal);
    }

    private async Task<long> UserAsync(string openId = "o-x")
        => await new UserStore(database.Access, _clock).EnterAsync(_app, openId, "", "key", Token);

    private async Task<IReadOnlyList<DueNotice>> TakeAsync(int most) => await Store.TakeAsync(most, Lease, Token);

    private NewNotice NoticeOf(long user, int inSeconds = 0)
        => new(_app, user, "template", "{}", _clock.GetUtcNow().AddSeconds(inSeconds));

    private async Task<long> AddAsync(long user, int inSeconds = 0)
    {
        var (id, refusal) = await Store.AddAsync(NoticeOf(user, inSeconds), 1000, Token);
        Assert.Equal(NoticeRefusal.None, refusal);
        return id;
    }

    private async Task AddAsync(IEnumerable<long> users)
    {
        var due = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        await database.Access.WriteAsync(
            (db, token) =>
            {
                db.Notices.AddRange(users.Select(user => new NoticeRow
                {
                    App = _app,
                    User = user,
                    TemplateId = "template",
                    Payload = "{}",
                    DueAt = due,
                }));
                return db.SaveChangesAsync(token);
            },
            Token);
    }
}

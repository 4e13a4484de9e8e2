using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Meta;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Database.Tables.Users;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Database.Upkeep;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Database.Tests.Upkeep;

/// <summary>What goes when its time is over, and what stays.</summary>
public abstract class RetentionContract(DatabaseFixture database)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => database.Main.Clock.GetUtcNow();

    [Fact]
    public async Task Rows_go_when_their_time_is_over_and_not_before()
    {
        var platform = $"wx{Guid.NewGuid():N}";
        var (old, fresh) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await database.Access.WriteAsync(
            (db, token) =>
            {
                db.Events.AddRange(
                    NewEvent(platform, EventState.Done, days: 8), NewEvent(platform, EventState.GivenUp, days: 8),
                    NewEvent(platform, EventState.Done, days: 6), NewEvent(platform, EventState.Waiting, days: 100));
                db.Sessions.AddRange(NewSession(platform, days: 0.1), NewSession(platform, days: -1));
                db.Notices.AddRange(
                    NewNotice(platform, NoticeState.Sent, days: 31), NewNotice(platform, NoticeState.Cancelled, days: 29),
                    NewNotice(platform, NoticeState.New, days: 31), NewNotice(platform, NoticeState.Sending, days: 31));
                db.Authorizers.AddRange(
                    NewAuthorizer(platform, "wx1", "Unauthorized", days: 31), NewAuthorizer(platform, "wx2", "Unauthorized", days: 29),
                    NewAuthorizer(platform, "wx3", "Authorized", days: 31), NewAuthorizer(platform, "wx4", "Broken", days: 31));
                db.AuthorizerTags.AddRange(
                    NewTag(platform, "wx1"), NewTag(platform, "wx2"), NewTag(platform, "wx3"));
                db.Releases.AddRange(NewRelease(old, platform, days: 181), NewRelease(fresh, platform, days: null));
                db.ReleaseItems.AddRange(NewItem(old), NewItem(fresh));
                db.Audit.AddRange(
                    new AuditRow { At = Ago(401), Who = platform, What = "old" },
                    new AuditRow { At = Ago(399), Who = platform, What = "new" });
                return db.SaveChangesAsync(token);
            },
            Token);

        await database.Main.Get<RetentionWork>().RunAsync(Token);

        Assert.Equal([EventState.Waiting, EventState.Done], await ListAsync(db => db.Events.Where(row => row.Platform == platform)
            .OrderBy(row => row.DueAt).Select(row => row.State)));
        Assert.Single(await ListAsync(db => db.Sessions.Where(row => row.App == platform).Select(row => row.ExpiresAt)));
        Assert.Equal(
            [NoticeState.New, NoticeState.Sending, NoticeState.Cancelled],
            await ListAsync(db => db.Notices.Where(row => row.App == platform).OrderBy(row => row.State).Select(row => row.State)));
        Assert.Equal(
            ["wx2", "wx3", "wx4"],
            await ListAsync(
                db => db.Authorizers.Where(row => row.Platform == platform).OrderBy(row => row.AppId).Select(row => row.AppId)));
        Assert.Equal(
            ["wx2", "wx3"],
            await ListAsync(
                db => db.AuthorizerTags.Where(row => row.Platform == platform).OrderBy(row => row.AppId).Select(row => row.AppId)));
        Assert.Equal([fresh], await ListAsync(db => db.Releases.Where(row => row.Platform == platform).Select(row => row.Id)));
        Assert.Equal(
            [fresh],
            await ListAsync(db => db.ReleaseItems.Where(row => row.Release == old || row.Release == fresh).Select(row => row.Release)));
        Assert.Equal(["new"], await ListAsync(db => db.Audit.Where(row => row.Who == platform).Select(row => row.What)));
    }

    [Fact]
    public async Task More_rows_than_one_statement_removes_all_go()
    {
        const int Rows = (2 * StaleRows.Most) + 1;
        var who = Guid.NewGuid().ToString("N");
        await database.Access.WriteAsync(
            (db, token) => db.Database.ExecuteSqlAsync(
                $"""
                WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {Rows})
                INSERT INTO audit_log (at, who, what) SELECT 0, {who}, 'old' FROM numbers
                """,
                token),
            Token);

        await database.Main.Get<RetentionWork>().RunAsync(Token);

        Assert.Empty(await ListAsync(db => db.Audit.Where(row => row.Who == who).Select(row => row.Id)));
    }

    [Fact]
    public async Task One_of_many_gateways_gets_the_lease_and_another_one_when_its_time_is_over()
    {
        var work = Guid.NewGuid().ToString("N");
        var leases = database.Main.Get<SharedLease>();

        var got = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => leases.TryTakeAsync(work, TimeSpan.FromHours(1), Token)));
        Assert.Equal(1, got.Count(has => has));

        database.Main.Clock.Advance(TimeSpan.FromHours(1));
        Assert.True(await leases.TryTakeAsync(work, TimeSpan.FromHours(1), Token));
        Assert.False(await leases.TryTakeAsync(work, TimeSpan.FromHours(1), Token));
        await leases.GiveBackAsync(work, Token);
        Assert.True(await leases.TryTakeAsync(work, TimeSpan.FromHours(1), Token));
    }

    [Fact]
    public async Task A_lease_of_a_clock_that_was_ahead_holds_up_no_work_once_the_clock_is_right()
    {
        var work = Guid.NewGuid().ToString("N");
        var ahead = new FakeTimeProvider();
        ahead.Advance(Now.AddDays(365) - ahead.GetUtcNow());
        Assert.True(await new SharedLease(database.Access, ahead).TryTakeAsync(work, TimeSpan.FromHours(1), Token));

        var leases = database.Main.Get<SharedLease>();

        Assert.True(await leases.TryTakeAsync(work, TimeSpan.FromHours(1), Token));
        Assert.False(await leases.TryTakeAsync(work, TimeSpan.FromHours(1), Token));

        // Of two clocks that differ a little, neither takes the other's lease.
        var late = new FakeTimeProvider();
        late.Advance(Now.AddMinutes(10) - late.GetUtcNow());
        Assert.False(await new SharedLease(database.Access, late).TryTakeAsync(work, TimeSpan.FromHours(1), Token));
    }

    private async Task<List<T>> ListAsync<T>(Func<GatewayDatabase, IQueryable<T>> query)
        => await database.Access.ReadAsync((db, token) => query(db).ToListAsync(token), Token);

    private long Ago(double days) => Now.AddDays(-days).ToUnixTimeMilliseconds();

    private EventRow NewEvent(string platform, EventState state, double days) => new()
    {
        Id = Guid.CreateVersion7(),
        Platform = platform,
        Digest = Guid.NewGuid().ToString("N"),
        InfoType = "authorized",
        Body = [],
        State = state,
        DueAt = Ago(days),
    };

    private SessionRow NewSession(string app, double days) => new()
    {
        TokenSha256 = Guid.NewGuid().ToByteArray(),
        User = 1,
        App = app,
        ExpiresAt = Ago(days),
    };

    private NoticeRow NewNotice(string app, NoticeState state, double days)
        => new() { App = app, User = 1, TemplateId = "t", Payload = "{}", State = state, DueAt = Ago(days) };

    private AuthorizerRow NewAuthorizer(string platform, string appId, string status, double days)
        => new() { Platform = platform, AppId = appId, Kind = "MiniProgram", Status = status, UpdatedAt = Ago(days) };

    private static AuthorizerTagRow NewTag(string platform, string appId) => new() { Platform = platform, AppId = appId, Tag = "vip" };

    private ReleaseRow NewRelease(Guid id, string platform, double? days)
        => new()
        {
            Id = id,
            Platform = platform,
            Name = "1",
            Definition = "{}",
            State = "Ended",
            EndedAt = days is { } ago ? Ago(ago) : null,
        };

    private static ReleaseItemRow NewItem(Guid release) => new() { Release = release, AppId = "wx1", State = "Released" };
}

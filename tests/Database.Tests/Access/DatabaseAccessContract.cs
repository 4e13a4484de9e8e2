using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Access;

/// <summary>What all stores may rely on, whatever the database.</summary>
public abstract class DatabaseAccessContract(DatabaseFixture database)
{
    private readonly string _platform = $"wx{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Emoji_and_two_hundred_permission_sets_are_kept()
    {
        await AddAsync(NewAuthorizer("wx1", nickName: "奶茶店😀👨‍👩‍👧", functions: [.. Enumerable.Range(1, 200)]));

        var kept = await FindAsync("wx1");

        Assert.Equal("奶茶店😀👨‍👩‍👧", kept.NickName);
        Assert.Equal(Enumerable.Range(1, 200), kept.Functions);
    }

    [Fact]
    public async Task Permission_set_118_is_not_18()
    {
        await AddAsync(NewAuthorizer("wx18", functions: [18]), NewAuthorizer("wx118", functions: [118]));

        var found = await database.Access.ReadAsync(
            (db, token) => db.Authorizers.Where(row => row.Platform == _platform && row.Functions.Contains(18)).Select(row => row.AppId)
                .ToListAsync(token),
            Token);

        Assert.Equal(["wx18"], found);
    }

    [Fact]
    public async Task Of_two_that_write_over_the_same_version_one_loses()
    {
        await AddAsync(NewAuthorizer("wx1"));

        var written = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => UpdateAsync("wx1", seen: 0)));

        Assert.Equal(1, written.Sum());
        Assert.Equal(1, (await FindAsync("wx1")).RefreshVersion);
    }

    [Fact]
    public async Task Ids_are_ordered_by_their_bytes()
    {
        string[] ids = ["wxA", "wxB", "wxa", "wxb", "wx_", "wx-", "wx1", "wx10", "wx2"];
        await AddAsync([.. ids.Select(id => NewAuthorizer(id))]);

        var found = await database.Access.ReadAsync(
            (db, token) => db.Authorizers.Where(row => row.Platform == _platform).OrderBy(row => row.AppId).Select(row => row.AppId)
                .ToListAsync(token),
            Token);

        Assert.Equal(ids.Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public async Task Many_readers_and_writers_get_along()
    {
        await AddAsync(NewAuthorizer("wx1"));

        await Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
        {
            await AddAsync(NewAuthorizer($"wx{number + 100}"));
            await FindAsync("wx1");
        }));

        var count = await database.Access.ReadAsync(
            (db, token) => db.Authorizers.CountAsync(row => row.Platform == _platform, token), Token);
        Assert.Equal(101, count);
    }

    [Fact]
    public async Task A_wrong_statement_is_not_a_database_that_is_away()
    {
        await AddAsync(NewAuthorizer("wx1"));

        await Assert.ThrowsAsync<DbUpdateException>(() => AddAsync(NewAuthorizer("wx1")));

        Assert.Equal(DatabaseStatus.Ready, database.Access.State.Status);
        Assert.False(database.Access.IsSuspect);
    }

    [Fact]
    public async Task A_caller_that_leaves_is_told_so()
    {
        using var left = new CancellationTokenSource();
        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await database.Access.ReadAsync((db, token) => db.Authorizers.CountAsync(token), left.Token));

        Assert.Equal(DatabaseStatus.Ready, database.Access.State.Status);
    }

    private AuthorizerRow NewAuthorizer(string appId, string? nickName = null, List<int>? functions = null)
        => new()
        {
            Platform = _platform,
            AppId = appId,
            Kind = "MiniProgram",
            Status = "Authorized",
            NickName = nickName,
            Functions = functions ?? [],
        };

    private async Task AddAsync(params IReadOnlyList<AuthorizerRow> rows)
        => await database.Access.WriteAsync(
            (db, token) =>
            {
                db.Authorizers.AddRange(rows);
                return db.SaveChangesAsync(token);
            },
            Token);

    private async Task<AuthorizerRow> FindAsync(string appId)
        => await database.Access.ReadAsync(
            (db, token) => db.Authorizers.AsNoTracking().SingleAsync(row => row.Platform == _platform && row.AppId == appId, token), Token);

    private async Task<int> UpdateAsync(string appId, long seen)
        => await database.Access.WriteAsync(
            (db, token) => db.Authorizers.Where(row => row.Platform == _platform && row.AppId == appId && row.RefreshVersion == seen)
                .ExecuteUpdateAsync(row => row.SetProperty(changed => changed.RefreshVersion, seen + 1), token),
            Token);
}

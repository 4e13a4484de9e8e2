using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests;

/// <summary>Rows that several replicas work on.</summary>
public abstract class DueRowsContract(DatabaseFixture database)
{
    // Each test has a time of its own, before which no other test's rows are due.
    private static readonly Guid Release = Guid.CreateVersion7();

    private readonly string _state = Guid.NewGuid().ToString("N");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replicas_that_take_at_once_get_different_rows_and_all_of_them()
    {
        await AddAsync(100, dueAt: 10);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => DrainAsync()));

        Assert.Equal(100, taken.SelectMany(ids => ids).Distinct().Count());
        Assert.Equal(100, taken.Sum(ids => ids.Count));
    }

    [Fact]
    public async Task No_more_are_taken_than_asked_for_and_the_longest_waiting_first()
    {
        await AddAsync(5, dueAt: 30);
        await AddAsync(5, dueAt: 10);

        var taken = await TakeAsync(now: 100, most: 7);

        Assert.Equal([10, 10, 10, 10, 10, 30, 30], taken.Select(row => row.DueAt));
        Assert.All(taken, row => Assert.Equal((1, 160), (row.Attempts, row.HeldUntil)));
    }

    [Fact]
    public async Task What_is_not_due_or_in_another_state_is_left()
    {
        await AddAsync(1, dueAt: 101);

        Assert.Empty(await TakeAsync(now: 100, most: 7));
        Assert.Single(await TakeAsync(now: 101, most: 7));
    }

    [Fact]
    public async Task A_row_whose_holder_died_is_taken_again_when_its_time_is_over()
    {
        await AddAsync(1, dueAt: 10);
        Assert.Single(await TakeAsync(now: 100, most: 7));

        Assert.Empty(await TakeAsync(now: 159, most: 7));
        Assert.Equal(2, Assert.Single(await TakeAsync(now: 160, most: 7)).Attempts);
    }

    private async Task<List<string>> DrainAsync()
    {
        var ids = new List<string>();
        while (await TakeAsync(now: 100, most: 3) is { Count: > 0 } rows)
        {
            ids.AddRange(rows.Select(row => row.AppId));
        }

        return ids;
    }

    private async Task<List<ReleaseItemRow>> TakeAsync(long now, int most)
        => await database.Access.WriteAsync(
            (db, token) => DueRows.TakeAsync<ReleaseItemRow>(db, _state, now, now + 60, most, token), Token);

    private async Task AddAsync(int number, long dueAt)
        => await database.Access.WriteAsync(
            (db, token) =>
            {
                db.ReleaseItems.AddRange(Enumerable.Range(0, number).Select(_ => new ReleaseItemRow
                {
                    Release = Release,
                    AppId = Guid.NewGuid().ToString("N"),
                    State = _state,
                    DueAt = dueAt,
                }));
                return db.SaveChangesAsync(token);
            },
            Token);
}

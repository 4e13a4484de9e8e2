using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Tables.Meta;
using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Access;

public sealed class PostgreSqlAccessTests(PostgreSqlFixture database) : DatabaseAccessContract(database), IClassFixture<PostgreSqlFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_loses_a_deadlock_is_told_that_the_database_refused_and_may_try_again()
    {
        string[] names = [Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N")];
        await database.Access.WriteAsync(
            (db, token) =>
            {
                db.Meta.AddRange(names.Select(name => new MetaRow { Name = name, Value = "0" }));
                return db.SaveChangesAsync(token);
            },
            Token);
        using var both = new Barrier(2);

        Task[] writes =
        [
            Task.Run(() => WriteAsync(names[0], names[1], both), Token), Task.Run(() => WriteAsync(names[1], names[0], both), Token),
        ];
        var failed = Assert.Single(await Task.WhenAll(writes.Select(WhyAsync)), why => why is not null);

        Assert.IsType<DatabaseUnavailableException>(failed);
        Assert.Contains("deadlock", failed.Message, StringComparison.Ordinal);
    }

    private static async Task<Exception?> WhyAsync(Task write)
    {
        await write.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return write.Exception?.InnerException;
    }

    private async Task WriteAsync(string first, string second, Barrier both) => await database.Access.WriteAsync(
        async (db, token) =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            await db.Meta.Where(row => row.Name == first).ExecuteUpdateAsync(row => row.SetProperty(it => it.Value, "1"), token);
            both.SignalAndWait(token);
            await db.Meta.Where(row => row.Name == second).ExecuteUpdateAsync(row => row.SetProperty(it => it.Value, "2"), token);
            await transaction.CommitAsync(token);
            return true;
        },
        Token);
}

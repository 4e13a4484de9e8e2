using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Tests.Fixtures;

/// <summary>
/// A database with all tables, for the tests of one class. A contract takes one; its two classes are
/// <c>SqliteXTests(SqliteFixture database) : XContract(database), IClassFixture&lt;SqliteFixture&gt;</c> and the same with
/// <see cref="PostgreSqlFixture"/>. Tests of one class share it, so each takes ids of its own.
/// </summary>
public abstract class DatabaseFixture : IAsyncLifetime
{
    private readonly List<TestDatabase> _others = [];

    /// <summary>Gets the database.</summary>
    public TestDatabase Main { get; private set; } = null!;

    /// <summary>Gets the access to it.</summary>
    public DatabaseAccess Access => Main.Access;

    public async ValueTask InitializeAsync()
    {
        Main = new TestDatabase(await MakeAsync(TestContext.Current.CancellationToken));
        await Main.OpenAsync();
    }

    /// <summary>Returns another gateway's access to the same database, with services to test.</summary>
    public TestDatabase Another(Action<IServiceCollection>? add = null, Action<DatabaseOptions>? change = null)
    {
        var options = new DatabaseOptions
        {
            Kind = Main.Options.Kind,
            Connection = Main.Options.Connection,
            Key = Main.Options.Key,
            PreviousKeys = Main.Options.PreviousKeys,
        };
        change?.Invoke(options);
        var another = new TestDatabase(options, Main.Folder.Path, add);
        _others.Add(another);
        return another;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var another in _others)
        {
            await another.DisposeAsync();
        }

        await Main.DisposeAsync();
        await RemoveAsync();
    }

    /// <summary>Makes the database; returns the options to open it with.</summary>
    protected abstract Task<DatabaseOptions> MakeAsync(CancellationToken cancellationToken);

    /// <summary>Removes the database.</summary>
    protected abstract Task RemoveAsync();
}

using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Tests.Fixtures;

/// <summary>A SQLite database of one test class.</summary>
public sealed class SqliteFixture : DatabaseFixture
{
    /// <inheritdoc/>
    protected override Task<DatabaseOptions> MakeAsync(CancellationToken cancellationToken) => Task.FromResult(new DatabaseOptions());

    /// <inheritdoc/>
    protected override Task RemoveAsync() => Task.CompletedTask;
}

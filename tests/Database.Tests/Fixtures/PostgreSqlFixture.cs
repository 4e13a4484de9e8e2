using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Tests.Fixtures;

/// <summary>A PostgreSQL database of one test class.</summary>
public sealed class PostgreSqlFixture(MigratedPostgreSql server) : DatabaseFixture
{
    private string _connection = "";

    /// <inheritdoc/>
    protected override async Task<DatabaseOptions> MakeAsync(CancellationToken cancellationToken)
    {
        _connection = await server.CreateMigratedAsync(cancellationToken);
        return new DatabaseOptions { Kind = DatabaseKind.PostgreSql, Connection = _connection, Key = server.Key };
    }

    /// <inheritdoc/>
    protected override Task RemoveAsync() => server.DropAsync(_connection, CancellationToken.None);
}

using Microsoft.EntityFrameworkCore;
using Npgsql;
using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Records;

public sealed class PostgreSqlMillionRecordsTests(PostgreSqlFixture database, ITestOutputHelper output)
    : MillionRecordsContract(database, output), IClassFixture<PostgreSqlFixture>
{
    /// <inheritdoc/>
    protected override string Id
        => "(lpad(to_hex(received_at), 12, '0') || '70008000' || lpad(to_hex(number::bigint), 12, '0'))::uuid";

    // Without the indexes: PostgreSQL gives an index its empty pages back one vacuum later than a table.
    protected override Task<long> SizeAsync() => database.Access.ReadAsync(
        (db, token) => db.Database.SqlQuery<long>($"SELECT pg_relation_size('record') AS \"Value\"").SingleAsync(token),
        TestContext.Current.CancellationToken).AsTask();

    // As autovacuum does.
    protected override async Task SettleAsync()
    {
        await using var connection = new NpgsqlConnection(database.Main.Options.Connection);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var vacuum = new NpgsqlCommand("VACUUM ANALYZE record", connection);
        await vacuum.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}

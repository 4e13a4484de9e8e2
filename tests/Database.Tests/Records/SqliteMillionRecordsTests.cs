using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Records;

public sealed class SqliteMillionRecordsTests(SqliteFixture database, ITestOutputHelper output)
    : MillionRecordsContract(database, output), IClassFixture<SqliteFixture>
{
    /// <inheritdoc/>
    protected override string Id => "printf('%08X-%04X-7000-8000-%012X', received_at >> 16, received_at & 65535, number)";

    /// <inheritdoc/>
    protected override Task<long> SizeAsync()
        => Task.FromResult(new FileInfo(Path.Combine(database.Main.Folder.Path, "gateway.db")).Length);
}

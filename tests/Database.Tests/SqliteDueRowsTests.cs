using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests;

public sealed class SqliteDueRowsTests(SqliteFixture database) : DueRowsContract(database), IClassFixture<SqliteFixture>;

using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Statements;

public sealed class SqliteDueRowsTests(SqliteFixture database) : DueRowsContract(database), IClassFixture<SqliteFixture>;

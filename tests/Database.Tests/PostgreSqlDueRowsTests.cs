using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests;

public sealed class PostgreSqlDueRowsTests(PostgreSqlFixture database) : DueRowsContract(database), IClassFixture<PostgreSqlFixture>;

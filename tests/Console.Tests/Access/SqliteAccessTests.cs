using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Access;

public sealed class SqliteAccessTests(SqliteFixture database) : AccessContract(database), IClassFixture<SqliteFixture>;

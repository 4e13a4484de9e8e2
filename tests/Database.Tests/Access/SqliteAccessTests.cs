using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Access;

public sealed class SqliteAccessTests(SqliteFixture database) : DatabaseAccessContract(database), IClassFixture<SqliteFixture>;

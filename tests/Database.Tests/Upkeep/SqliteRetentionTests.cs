using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Upkeep;

public sealed class SqliteRetentionTests(SqliteFixture database) : RetentionContract(database), IClassFixture<SqliteFixture>;

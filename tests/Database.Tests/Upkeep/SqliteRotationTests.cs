using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Upkeep;

public sealed class SqliteRotationTests(SqliteFixture database) : RotationContract(database), IClassFixture<SqliteFixture>;

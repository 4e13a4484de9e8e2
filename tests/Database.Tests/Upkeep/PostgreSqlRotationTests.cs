using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Upkeep;

public sealed class PostgreSqlRotationTests(PostgreSqlFixture database) : RotationContract(database), IClassFixture<PostgreSqlFixture>;

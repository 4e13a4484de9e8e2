using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Access;

public sealed class PostgreSqlAccessTests(PostgreSqlFixture database) : DatabaseAccessContract(database), IClassFixture<PostgreSqlFixture>;

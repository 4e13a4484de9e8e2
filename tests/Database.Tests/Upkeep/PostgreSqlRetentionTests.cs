using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Upkeep;

public sealed class PostgreSqlRetentionTests(PostgreSqlFixture database) : RetentionContract(database), IClassFixture<PostgreSqlFixture>;

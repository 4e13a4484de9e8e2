using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Sessions;

public sealed class PostgreSqlSessionStoreTests(PostgreSqlFixture database)
    : SessionStoreContract(database), IClassFixture<PostgreSqlFixture>;

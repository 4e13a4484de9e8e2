using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Releases;

public sealed class PostgreSqlReleaseStoreTests(PostgreSqlFixture database)
    : ReleaseStoreContract(database), IClassFixture<PostgreSqlFixture>;

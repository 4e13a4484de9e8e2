using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Authorizers;

public sealed class PostgreSqlAuthorizerStoreTests(PostgreSqlFixture database)
    : AuthorizerStoreContract(database), IClassFixture<PostgreSqlFixture>;

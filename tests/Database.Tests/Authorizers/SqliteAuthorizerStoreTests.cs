using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Authorizers;

public sealed class SqliteAuthorizerStoreTests(SqliteFixture database) : AuthorizerStoreContract(database), IClassFixture<SqliteFixture>;

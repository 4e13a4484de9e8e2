using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Users;

public sealed class PostgreSqlUserStoreTests(PostgreSqlFixture database) : UserStoreContract(database), IClassFixture<PostgreSqlFixture>;

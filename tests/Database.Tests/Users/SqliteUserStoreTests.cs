using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Users;

public sealed class SqliteUserStoreTests(SqliteFixture database) : UserStoreContract(database), IClassFixture<SqliteFixture>;

using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Sessions;

public sealed class SqliteSessionStoreTests(SqliteFixture database) : SessionStoreContract(database), IClassFixture<SqliteFixture>;

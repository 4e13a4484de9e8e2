using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Releases;

public sealed class SqliteReleaseStoreTests(SqliteFixture database) : ReleaseStoreContract(database), IClassFixture<SqliteFixture>;

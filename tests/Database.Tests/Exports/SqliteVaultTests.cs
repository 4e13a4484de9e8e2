using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Exports;

public sealed class SqliteVaultTests(SqliteFixture database) : VaultContract(database), IClassFixture<SqliteFixture>;

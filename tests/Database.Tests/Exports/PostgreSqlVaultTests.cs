using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Exports;

public sealed class PostgreSqlVaultTests(PostgreSqlFixture database) : VaultContract(database), IClassFixture<PostgreSqlFixture>;

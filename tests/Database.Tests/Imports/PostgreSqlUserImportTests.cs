using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Imports;

public sealed class PostgreSqlUserImportTests(PostgreSqlFixture database)
    : UserImportContract(database), IClassFixture<PostgreSqlFixture>;

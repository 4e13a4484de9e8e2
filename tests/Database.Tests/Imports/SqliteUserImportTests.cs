using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Imports;

public sealed class SqliteUserImportTests(SqliteFixture database) : UserImportContract(database), IClassFixture<SqliteFixture>;

using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Records;

public sealed class SqliteRecordStoreTests(SqliteFixture database) : RecordStoreContract(database), IClassFixture<SqliteFixture>;

using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Records;

public sealed class PostgreSqlRecordStoreTests(PostgreSqlFixture database)
    : RecordStoreContract(database), IClassFixture<PostgreSqlFixture>;

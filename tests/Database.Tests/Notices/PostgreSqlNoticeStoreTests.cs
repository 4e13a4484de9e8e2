using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Notices;

public sealed class PostgreSqlNoticeStoreTests(PostgreSqlFixture database)
    : NoticeStoreContract(database), IClassFixture<PostgreSqlFixture>;

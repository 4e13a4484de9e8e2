using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Notices;

public sealed class SqliteNoticeStoreTests(SqliteFixture database) : NoticeStoreContract(database), IClassFixture<SqliteFixture>;

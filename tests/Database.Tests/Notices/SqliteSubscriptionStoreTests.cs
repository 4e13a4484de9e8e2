using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Notices;

public sealed class SqliteSubscriptionStoreTests(SqliteFixture database)
    : SubscriptionStoreContract(database), IClassFixture<SqliteFixture>;

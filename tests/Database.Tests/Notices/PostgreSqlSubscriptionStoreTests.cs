using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Notices;

public sealed class PostgreSqlSubscriptionStoreTests(PostgreSqlFixture database)
    : SubscriptionStoreContract(database), IClassFixture<PostgreSqlFixture>;

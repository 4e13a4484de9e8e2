using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Events;

/// <inheritdoc/>
public sealed class SqliteComparedAuthorizersTests(SqliteFixture database)
    : ComparedAuthorizersContract(database), IClassFixture<SqliteFixture>;

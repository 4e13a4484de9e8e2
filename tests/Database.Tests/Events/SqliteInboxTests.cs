using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Events;

/// <inheritdoc/>
public sealed class SqliteInboxTests(SqliteFixture database) : EventInboxContract(database), IClassFixture<SqliteFixture>;

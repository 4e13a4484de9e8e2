using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Events;

/// <inheritdoc/>
public sealed class PostgreSqlInboxTests(PostgreSqlFixture database) : EventInboxContract(database), IClassFixture<PostgreSqlFixture>;

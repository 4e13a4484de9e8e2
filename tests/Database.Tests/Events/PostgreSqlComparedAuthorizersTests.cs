using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Events;

/// <inheritdoc/>
public sealed class PostgreSqlComparedAuthorizersTests(PostgreSqlFixture database)
    : ComparedAuthorizersContract(database), IClassFixture<PostgreSqlFixture>;

using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Rules;

public sealed class PostgreSqlRuleStoreTests(PostgreSqlFixture database) : RuleStoreContract(database), IClassFixture<PostgreSqlFixture>;

using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Rules;

public sealed class SqliteRuleStoreTests(SqliteFixture database) : RuleStoreContract(database), IClassFixture<SqliteFixture>;

using WxYarpGateway.Testing.PostgreSql;

[assembly: AssemblyFixture(typeof(SharedPostgreSql))]

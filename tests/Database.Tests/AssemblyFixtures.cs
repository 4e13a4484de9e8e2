using WxYarpGateway.Database.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(MigratedPostgreSql))]

using WxYarpGateway.Testing.Redis;

[assembly: AssemblyFixture(typeof(SharedRedis))]

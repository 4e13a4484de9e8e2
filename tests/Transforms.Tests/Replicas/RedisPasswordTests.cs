using WxYarpGateway.Testing.Redis;

namespace WxYarpGateway.Transforms.Tests.Replicas;

/// <summary>A Redis with a password: the default user's.</summary>
public sealed class RedisPasswordTests(RedisPasswordTests.Server server) : RedisTopologyContract, IClassFixture<RedisPasswordTests.Server>
{
    private const string Password = "p4ss=word/of+Redis==";

    protected override string ConnectionString => $"127.0.0.1:{server.Redis.Port},password={Password}";

    /// <summary>The server that the tests share.</summary>
    public sealed class Server : IAsyncLifetime
    {
        public RedisServer Redis { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Redis = await RedisServer.StartWithAsync(Cancelled, "--requirepass", Password);

        public ValueTask DisposeAsync() => Redis.DisposeAsync();
    }
}

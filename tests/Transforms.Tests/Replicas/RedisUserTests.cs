using StackExchange.Redis;
using WxYarpGateway.Testing.Redis;

namespace WxYarpGateway.Transforms.Tests.Replicas;

/// <summary>
/// A Redis where the gateway is a user (ACL) that may do what docs/configuration.md lists, and nothing else; the default user is off.
/// </summary>
public sealed class RedisUserTests(RedisUserTests.Server server) : RedisTopologyContract, IClassFixture<RedisUserTests.Server>
{
    private const string Password = "p4ss-of-the-gateway";

    protected override string ConnectionString => $"127.0.0.1:{server.Redis.Port},user=wxgateway,password={Password}";

    [Fact]
    public async Task The_user_may_do_nothing_else()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString + ",allowAdmin=true");
        var database = connection.GetDatabase();

        foreach (var (command, arguments) in new (string, object[])[]
        {
            ("FLUSHALL", []), ("KEYS", ["*"]), ("CONFIG", ["SET", "maxmemory", "1"]), ("ACL", ["LIST"]), ("SHUTDOWN", []),
            ("GET", ["others"]), ("PUBLISH", ["others", "x"]),
        })
        {
            var refused = await Assert.ThrowsAnyAsync<RedisException>(() => database.ExecuteAsync(command, arguments));
            Assert.Contains("NOPERM", refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The server that the tests share.</summary>
    public sealed class Server : IAsyncLifetime
    {
        public RedisServer Redis { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            // user wxgateway on >password ~{wxgw}:* &{wxgw}:* …
            var documented = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Docs", "configuration.md"))
                .Single(line => line.StartsWith("user wxgateway on ", StringComparison.Ordinal));
            var rights = documented
                .Replace(">password", ">" + Password, StringComparison.Ordinal)
                .Replace("{wxgw}:", "{test-", StringComparison.Ordinal);
            Redis = await RedisServer.StartWithAsync(Cancelled, ["--requirepass", "nobody-knows-it", .. ("--" + rights).Split(' ')]);
        }

        public ValueTask DisposeAsync() => Redis.DisposeAsync();
    }
}

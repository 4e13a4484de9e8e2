using StackExchange.Redis;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.Transforms.Tests.Replicas;

/// <summary>A Redis Cluster of three nodes. The default prefix has braces, which keep the gateway's keys on one of them.</summary>
public sealed class RedisClusterTests(RedisCluster cluster) : RedisTopologyContract, IClassFixture<RedisCluster>
{
    protected override string ConnectionString => cluster.ConnectionString;

    [Fact]
    public void The_default_prefix_is_one_for_a_cluster()
        => Assert.Matches(@"^\{[^{}]+\}:$", new StoreOptions().KeyPrefix);

    [Fact]
    public async Task Keys_whose_prefix_has_no_braces_are_refused_with_a_sentence_that_says_so()
    {
        await using var replica = new RedisReplica(ConnectionString, "wxgw:");
        await replica.Connection.PingAsync();

        await Assert.ThrowsAsync<RedisCommandException>(
            () => replica.Connection.RunAsync("return 1", [.. "abc".Select(name => (RedisKey)replica.Connection.Key($"{name}"))], []));

        Assert.Equal(
            "it is a cluster, and the keys lie on several nodes; write KeyPrefix in braces, such as {wxgw}:", replica.Connection.Problem);
    }
}

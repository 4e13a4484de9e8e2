using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Tests.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Tests.Replicas;

/// <summary>A master and a replica behind three Sentinels, with a password.</summary>
public sealed class RedisSentinelTests(RedisSentinels redis) : RedisTopologyContract, IClassFixture<RedisSentinels>
{
    protected override string ConnectionString => redis.ConnectionString;

    [Fact]
    public async Task After_a_failover_both_replicas_go_on_with_the_new_master_and_what_it_has()
    {
        await using var sentinels = new RedisSentinels();
        await sentinels.InitializeAsync();
        await using var first = new RedisReplica(sentinels.ConnectionString, Prefix, isInRealTime: true);
        await using var second = new RedisReplica(sentinels.ConnectionString, Prefix, isInRealTime: true);
        var kept = KeptMessages.New();
        await Eventually.HoldsAsync(
            async () => await DoesAsync(first, async replica => await replica.Queue.KeepAsync(KeptMessages.Keep(kept), Cancelled)),
            "the master was found",
            Cancelled);

        await sentinels.FailOverAsync(Cancelled);

        var message = new MessageIdentity(NewDigest());
        await Eventually.HoldsAsync(
            async () => await DoesAsync(first, async replica => await replica.Ledger.AcquireAsync(message, null, Cancelled)),
            "the new master was found",
            Cancelled);
        await Eventually.HoldsAsync(
            async () => await DoesAsync(
                second, async replica => Assert.Equal(AcquireResult.Retry, await replica.Ledger.AcquireAsync(message, null, Cancelled))),
            "the other found it too",
            Cancelled);
        var waiting = second.Ledger.WaitAsync(message, TimeSpan.FromSeconds(4), Cancelled).AsTask();
        await first.Ledger.SettleAsync(message, new TextReply("hello"), inTime: true, Cancelled);
        Assert.Equal(new TextReply("hello"), await waiting);
        Assert.Equal(kept.Id, Assert.Single((await second.Queue.TakeAsync("second", 10, Cancelled)).Taken).Message.Id);
    }

    [Fact]
    public async Task Sentinels_that_come_after_the_gateway_are_found()
    {
        await using var late = await RedisServer.StartAsync(Cancelled);
        var port = late.Port;
        await late.StopAsync();
        await using var master = await RedisServer.StartAsync(Cancelled);
        await using var replica = new RedisReplica($"127.0.0.1:{port},serviceName=main", Prefix);
        Assert.False(await AnswersAsync(replica));

        var file = Path.Combine(late.Folder, "sentinel.conf");
        await File.WriteAllTextAsync(file, $"sentinel monitor main 127.0.0.1 {master.Port} 1\n", Cancelled);
        await using var sentinel = Testing.Processes.Executable.StartCommand(
            "redis-server", [file, "--sentinel", "--port", $"{port}", "--bind", "127.0.0.1"], late.Folder, new Dictionary<string,
                string>());

        await Eventually.HoldsAsync(() => AnswersAsync(replica), "the Sentinel was found", Cancelled);
    }

    private static Task<bool> AnswersAsync(RedisReplica replica)
        => DoesAsync(replica, async asked => await asked.Ledger.CountAsync(new MessageIdentity(NewDigest()), Cancelled));

    private static async Task<bool> DoesAsync(RedisReplica replica, Func<RedisReplica, Task> what)
    {
        try
        {
            await what(replica);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}

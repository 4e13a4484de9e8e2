using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.Redelivery.Redis;
using WxYarpGateway.Transforms.Tests.Redelivery.Queue;
using WxYarpGateway.Transforms.Tests.Replicas;

namespace WxYarpGateway.Transforms.Tests.Redelivery.Redis;

public sealed class RedisRedeliveryQueueTests : RedeliveryQueueContract, IAsyncLifetime
{
    private readonly string _prefix = SharedRedis.NewPrefix();
    private readonly SharedRedis _redis;
    private readonly RedisReplica _replica;

    public RedisRedeliveryQueueTests(SharedRedis redis)
    {
        _redis = redis;
        _replica = new RedisReplica(redis, _prefix);
    }

    private protected override IRedeliveryQueue Queue => _replica.Queue;

    public async ValueTask InitializeAsync() => await _replica.Connection.PingAsync();

    public ValueTask DisposeAsync() => _replica.DisposeAsync();

    [Fact]
    public async Task No_name_of_a_key_tells_a_user_and_every_key_ends_by_itself()
    {
        await Queue.KeepAsync(KeptMessages.Keep(KeptMessages.New()), Cancelled);
        await Queue.KeepAsync(KeptMessages.Lease(KeptMessages.New()), Cancelled);
        await Queue.KeepAsync(KeptMessages.Keep(KeptMessages.New(), maxAge: TimeSpan.Zero), Cancelled);
        Assert.Single((await Queue.TakeAsync("a", 10, Cancelled)).Dead);
        await Queue.TakeAsync("a", 10, Cancelled);

        var keys = await _redis.KeysAsync(_prefix);

        Assert.All(keys, key => Assert.DoesNotContain("oUser", key, StringComparison.Ordinal));
        foreach (var key in keys)
        {
            Assert.True(await _redis.Database.KeyTimeToLiveAsync(key) is { } left && left <= RedeliveryTimes.Dead, key);
        }
    }

    [Fact]
    public async Task What_was_delivered_is_forgotten_but_for_its_name()
    {
        var message = KeptMessages.New();
        await Queue.KeepAsync(KeptMessages.Lease(message), Cancelled);
        await Queue.DoneAsync(message.Id, isRedelivery: false, Cancelled);

        Assert.InRange((await _redis.Database.KeyTimeToLiveAsync($"{_prefix}v1:redelivery:entry:{message.Id}"))!.Value,
            TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        Assert.Equal(0, (long)await _redis.Database.ScriptEvaluateAsync(
            "return redis.call('XLEN', KEYS[1])", [$"{_prefix}v1:redelivery:messages:shop"]));
    }

    [Fact]
    public async Task What_this_version_cannot_read_is_left_to_its_time()
    {
        var message = KeptMessages.New();
        await Queue.KeepAsync(KeptMessages.Keep(message), Cancelled);
        await _redis.Database.ScriptEvaluateAsync(
            """
            local place = redis.call('XADD', KEYS[1], '*', 'head', '{"Format":"hologram"}', 'body', '')
            redis.call('HSET', KEYS[2], 'place', place)
            """,
            [$"{_prefix}v1:redelivery:messages:shop", $"{_prefix}v1:redelivery:entry:{message.Id}"]);

        Assert.Empty((await Queue.TakeAsync("a", 10, Cancelled)).Taken);
    }

    [Fact]
    public async Task An_entry_whose_payload_is_gone_is_cleared_away()
    {
        await Queue.KeepAsync(KeptMessages.Keep(KeptMessages.New()), Cancelled);
        await _redis.Database.KeyDeleteAsync($"{_prefix}v1:redelivery:messages:shop");

        Assert.Empty((await Queue.TakeAsync("a", 10, Cancelled)).Taken);
        Assert.Equal(QueueCount.None("shop"), Assert.Single(await Queue.CountAsync("shop", Cancelled)));
    }

    [Fact]
    public async Task What_a_frozen_Redis_carries_out_for_somebody_who_no_longer_waits_is_undone()
    {
        await using var server = await RedisServer.StartAsync(Cancelled);
        await using var replica = new RedisReplica(server.ConnectionString, _prefix);
        var queue = replica.Queue;
        await replica.Connection.PingAsync();
        await server.FreezeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await queue.KeepAsync(KeptMessages.Keep(KeptMessages.New()), Cancelled));
        await server.ThawAsync();

        await Eventually.HoldsAsync(async () => await IsEmptyAsync(queue), "it was undone", Cancelled);
        Assert.Empty((await queue.TakeAsync("a", 10, Cancelled)).Taken);

        static async Task<bool> IsEmptyAsync(RedisRedeliveryQueue queue)
        {
            try
            {
                return Assert.Single(await queue.CountAsync("shop", Cancelled)) == QueueCount.None("shop");
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        }
    }

    /// <summary>Redis has no clock that a test could move, so all moments that it has noted are made older.</summary>
    protected override async Task PassAsync(TimeSpan time)
        => await _redis.Database.ScriptEvaluateAsync(
            """
            local by = tonumber(ARGV[2])
            for _, key in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do
              if redis.call('TYPE', key).ok == 'zset' then
                for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do redis.call('ZINCRBY', key, -by, member) end
              elseif string.find(key, ':pace:', 1, true) and redis.call('HEXISTS', key, 'rest') == 1 then
                redis.call('HINCRBY', key, 'rest', -by)
              elseif string.find(key, ':entry:', 1, true) and redis.call('HEXISTS', key, 'dies') == 1 then
                redis.call('HINCRBY', key, 'dies', -by)
              elseif string.find(key, ':messages:', 1, true) then
                -- Of other services, some may have the same place, or the one that a message of this one gets.
                local service = string.match(key, ':messages:(.*)$')
                local all = redis.call('XRANGE', key, '-', '+')
                redis.call('DEL', key)
                for _, entry in ipairs(all) do
                  local moment, number = string.match(entry[1], '^(%d+)-(%d+)$')
                  local place = string.format('%.0f', moment - by) .. '-' .. number
                  redis.call('XADD', key, place, unpack(entry[2]))
                  for _, name in ipairs(redis.call('KEYS', ARGV[1] .. 'v1:redelivery:entry:*')) do
                    local known = redis.call('HMGET', name, 'service', 'place')
                    if known[1] == service and known[2] == entry[1] then redis.call('HSET', name, 'place', place) end
                  end
                end
              end
            end
            """,
            null,
            [_prefix, (long)time.TotalMilliseconds]);
}

using WxYarpGateway.Testing.Redis;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;
using WxYarpGateway.TokenService.Store.Redis;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Store.Redis;

public sealed class RedisStoreTests(SharedRedis redis) : ExpiringStoreContract, IDisposable
{
    private static readonly string Key = "v1:wx1:access_token:stable:00000000";

    private readonly TestRedis _redis = new(redis);

    public void Dispose() => _redis.Dispose();

    [Fact]
    public async Task A_write_is_told_to_other_replicas()
    {
        using var other = TestRedis.Connect(redis.ConnectionString, _redis.Prefix);
        var heard = new TaskCompletionSource<StoreChange>();
        new RedisStore(other).Changed += heard.SetResult;
        await _redis.UntilHeardAsync(2, Cancelled);

        var lease = await _redis.Leases.TryAcquireAsync(Key, TimeSpan.FromSeconds(15), Cancelled);
        await _redis.Store.ReplaceAsync(lease!, StoredValue.OfText("TOKEN", TimeSpan.FromHours(2)), Cancelled);

        Assert.Equal(new StoreChange(Key, StoreChange.FingerprintOf("TOKEN"u8)), await heard.Task.WaitAsync(Cancelled));
    }

    [Fact]
    public async Task A_value_without_an_expiry_is_not_believed()
    {
        await redis.Database.ScriptEvaluateAsync("return redis.call('SET', KEYS[1], 'OLD')", [_redis.Prefix + Key], []);

        Assert.Null(await _redis.Store.GetAsync(Key, Cancelled));
    }

    [Fact]
    public async Task All_keys_have_the_prefix_the_version_and_an_end()
    {
        var lease = await _redis.Leases.TryAcquireAsync(Key, TimeSpan.FromSeconds(15), Cancelled);
        await _redis.Store.ReplaceAsync(lease!, StoredValue.OfText("TOKEN", TimeSpan.FromHours(2)), Cancelled);
        await _redis.Store.TakeAsync("v1:wx%3A1:forced", new StoreQuota(15, TimeSpan.FromDays(1), TimeSpan.FromSeconds(30)), Cancelled);

        var keys = await redis.KeysAsync(_redis.Prefix);
        Assert.Equal(["wx%3A1:forced", "wx%3A1:forced:15", "wx1:access_token:stable:00000000", "wx1:access_token:stable:00000000:lease"],
            keys.Select(key => key[(_redis.Prefix.Length + 3)..]).Order());
        Assert.All(keys, key => Assert.StartsWith(_redis.Prefix + "v1:", key, StringComparison.Ordinal));
        foreach (var key in keys)
        {
            Assert.True((long)await redis.Database.ScriptEvaluateAsync("return redis.call('PTTL', KEYS[1])", [key], []) > 0, key);
        }
    }

    private protected override (IExpiringStore Store, ILeases Leases) Create() => (_redis.Store, _redis.Leases);

    protected override Task PassAsync(TimeSpan time) => _redis.PassAsync(time);

    protected override Task UntilHeardAsync() => _redis.UntilHeardAsync(1, Cancelled);
}

using WxYarpGateway.Testing.Redis;
using WxYarpGateway.TokenService.Codes;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Codes;

public sealed class RedisOAuthStoreTests(SharedRedis redis) : OAuthStoreContract, IDisposable
{
    private readonly RedisStore _redis = new(redis);

    public void Dispose() => _redis.Dispose();

    private protected override IOAuthStore Create() => new RedisOAuthStore(_redis.Connection);

    protected override Task PassAsync(TimeSpan time) => _redis.PassAsync(time);
}

using StackExchange.Redis;
using WxYarpGateway.TokenService.Store.Redis;

namespace WxYarpGateway.TokenService.Store.Durable;

/// <summary>Keeps the values of all replicas in Redis: one hash for each book, without an end.</summary>
internal sealed class RedisDurableStore(RedisAccess redis) : IDurableStore
{
    private const string Write = "redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) return 1";

    private const string Read = "return redis.call('HGET', KEYS[1], ARGV[1])";

    private const string ReadAll = "return redis.call('HGETALL', KEYS[1])";

    private const string Remove =
        "if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then return redis.call('HDEL', KEYS[1], ARGV[1]) end return 0";

    public async ValueTask WriteAsync(string book, string name, byte[] value, CancellationToken cancellationToken) =>
        await redis.AskAsync(new RedisCall(Write, KeysOf(book), [name, value]), cancellationToken);

    public async ValueTask<byte[]?> ReadAsync(string book, string name, CancellationToken cancellationToken) =>
        (byte[]?)await redis.AskAsync(new RedisCall(Read, KeysOf(book), [name]), cancellationToken);

    public async ValueTask<IReadOnlyDictionary<string, byte[]>> ReadAllAsync(string book, CancellationToken cancellationToken)
    {
        var pairs = (RedisResult[])(await redis.AskAsync(new RedisCall(ReadAll, KeysOf(book), []), cancellationToken))!;
        var values = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var at = 0; at + 1 < pairs.Length; at += 2)
        {
            values[(string)pairs[at]!] = (byte[])pairs[at + 1]!;
        }

        return values;
    }

    public async ValueTask RemoveAsync(string book, string name, byte[] value, CancellationToken cancellationToken) =>
        await redis.AskAsync(new RedisCall(Remove, KeysOf(book), [name, value]), cancellationToken);

    // What begins so is not a cache: it must not be deleted.
    private RedisKey[] KeysOf(string book) => [redis.Key($"durable:{book}")];
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Redis;
using WxYarpGateway.Transforms.Deduplication;

namespace WxYarpGateway.Transforms.Tests.Deduplication;

/// <summary>One process with a ledger in Redis. Its timeout goes by a fake clock; what Redis keeps, and the guard, by the real one.</summary>
internal sealed class RedisReplica : IDisposable
{
    private readonly RedisConnection _connection;

    public RedisReplica(string connectionString, string prefix)
    {
        _connection = new RedisConnection(
            Options.Create(new StoreOptions { Kind = StoreKind.Redis, Redis = connectionString, KeyPrefix = prefix }),
            TimeProvider.System,
            NullLogger<RedisConnection>.Instance);
        Ledger = new RedisLedger(_connection, new StoreGuard(TimeProvider.System, NullLogger<StoreGuard>.Instance), Clock);
    }

    public FakeTimeProvider Clock { get; } = new();

    public RedisLedger Ledger { get; }

    public void Dispose()
    {
        Ledger.Dispose();
        _connection.Dispose();
    }
}

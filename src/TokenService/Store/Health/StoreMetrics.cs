using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Store.Redis;

namespace WxYarpGateway.TokenService.Store.Health;

/// <summary>Tells whether the store can be counted on just now, and shows it as a metric.</summary>
internal sealed class StoreMetrics
{
    private readonly StoreGuard _guard;
    private readonly RedisConnection _redis;

    public StoreMetrics(IOptions<StoreOptions> options, StoreGuard guard, RedisConnection redis, IMeterFactory meterFactory)
    {
        _guard = guard;
        _redis = redis;
        Kind = options.Value.Kind;
        var kind = new KeyValuePair<string, object?>("kind", Kind == StoreKind.Redis ? "redis" : "memory");
        meterFactory.Create(TokenServiceTelemetry.MeterName).CreateObservableGauge(
            "wxgateway.store.available", () => new Measurement<int>(IsAvailable ? 1 : 0, kind), unit: null, "1 while the store answers, else 0.");
    }

    /// <summary>Gets the kind of store.</summary>
    public StoreKind Kind { get; }

    /// <summary>Gets a value indicating whether it answers; a store in the process always does.</summary>
    public bool IsAvailable => Kind == StoreKind.Memory || (_redis.IsConnected && !_guard.HasJustFailed);
}

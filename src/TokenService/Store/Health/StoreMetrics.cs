using System.Diagnostics.Metrics;

namespace WxYarpGateway.TokenService.Store.Health;

/// <summary>Shows as a metric whether the store is there: what <see cref="StoreWatch"/> says, as the health check does.</summary>
internal sealed class StoreMetrics
{
    public StoreMetrics(StoreWatch store, IMeterFactory meterFactory)
    {
        var kind = new KeyValuePair<string, object?>("kind", store.Kind == StoreKind.Redis ? "redis" : "memory");
        meterFactory.Create(TokenServiceTelemetry.MeterName).CreateObservableGauge(
            "wxgateway.store.available", () => Measure(store, kind), unit: null, "1 while the store answers, else 0.");
    }

    private static Measurement<int> Measure(StoreWatch store, KeyValuePair<string, object?> kind)
    {
        // The collector does not wait for the store: the answer is in the next measurement.
        _ = store.Look();
        return new Measurement<int>(store.State.IsAvailable ? 1 : 0, kind);
    }
}

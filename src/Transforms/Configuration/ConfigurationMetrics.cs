using System.Diagnostics.Metrics;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Counts reloads, and shows which configuration is in force and whether a newer one was refused.</summary>
internal sealed class ConfigurationMetrics
{
    private readonly Counter<long> _reloads;

    public ConfigurationMetrics(ConfigurationState state, IMeterFactory meters)
    {
        var meter = meters.Create(TransformsTelemetry.MeterName);
        _reloads = meter.CreateCounter<long>("wxgateway.configuration.reloads", "{reload}", "Changed configurations, by result.");
        meter.CreateObservableGauge(
            "wxgateway.configuration.revision", () => new Measurement<int>(1, new KeyValuePair<string,
                object?>("revision", state.Revision)), unit: null, "Always 1; the tag is the revision in force.");
        meter.CreateObservableGauge(
            "wxgateway.configuration.stale", () => state.LastErrors.Count > 0 ? 1 : 0, unit: null,
                "1 while the configuration offered last has errors and an older one is in force, else 0.");
    }

    /// <summary>Counts a reload that was put in force.</summary>
    public void Applied() => Count("applied");

    /// <summary>Counts a reload that was refused.</summary>
    public void Refused() => Count("refused");

    private void Count(string result) => _reloads.Add(1, new KeyValuePair<string, object?>("result", result));
}

namespace WxYarpGateway.Gateway.Telemetry;

/// <summary>Which signals leave by OTLP: those that have an endpoint, unless the standard variables say otherwise.</summary>
/// <param name="Traces">Whether traces do.</param>
/// <param name="Metrics">Whether metrics do.</param>
/// <param name="Logs">Whether logs do.</param>
/// <remarks>
/// The SDK itself reads everything else: protocol, headers, sampler, intervals, resource. Source of the names: OpenTelemetry,
/// "Environment Variable Specification".
/// </remarks>
internal sealed record OtlpSignals(bool Traces, bool Metrics, bool Logs)
{
    private const string Otlp = "otlp";

    /// <summary>Gets a value indicating whether anything leaves at all.</summary>
    public bool IsAny => Traces || Metrics || Logs;

    /// <summary>Reads the variables; like all settings, they may also stand in a file or on the command line.</summary>
    public static OtlpSignals Read(IConfiguration configuration)
        => bool.TryParse(configuration["OTEL_SDK_DISABLED"], out var isDisabled) && isDisabled
            ? new OtlpSignals(false, false, false)
            : new OtlpSignals(Leaves(configuration, "TRACES"), Leaves(configuration, "METRICS"), Leaves(configuration, "LOGS"));

    /// <inheritdoc/>
    public override string ToString()
        => string.Join(", ", new[] { Traces ? "traces" : "", Metrics ? "metrics" : "", Logs ? "logs" : "" }.Where(name => name.Length > 0));

    private static bool Leaves(IConfiguration configuration, string signal)
        => (IsSet(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]) || IsSet(configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]))
            && configuration[$"OTEL_{signal}_EXPORTER"] is var exporters
            && (!IsSet(exporters)
                || exporters!.Split(',', StringSplitOptions.TrimEntries).Contains(Otlp, StringComparer.OrdinalIgnoreCase));

    private static bool IsSet(string? value) => !string.IsNullOrWhiteSpace(value);
}

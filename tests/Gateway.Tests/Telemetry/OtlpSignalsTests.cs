using Microsoft.Extensions.Configuration;
using WxYarpGateway.Gateway.Telemetry;

namespace WxYarpGateway.Gateway.Tests.Telemetry;

public sealed class OtlpSignalsTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317";

    [Theory]
    [InlineData("", "")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=", "")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT= ", "")]
    [InlineData("OTEL_TRACES_EXPORTER=otlp", "")]
    [InlineData(Endpoint, "traces, metrics, logs")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://collector:4317", "metrics")]
    [InlineData($"{Endpoint};OTEL_SDK_DISABLED=true", "")]
    [InlineData($"{Endpoint};OTEL_SDK_DISABLED=TRUE", "")]
    [InlineData($"{Endpoint};OTEL_SDK_DISABLED=no", "traces, metrics, logs")]
    [InlineData($"{Endpoint};OTEL_TRACES_EXPORTER=none", "metrics, logs")]
    [InlineData($"{Endpoint};OTEL_TRACES_EXPORTER=", "traces, metrics, logs")]
    [InlineData($"{Endpoint};OTEL_METRICS_EXPORTER=console, otlp;OTEL_LOGS_EXPORTER=none", "traces, metrics")]
    [InlineData($"{Endpoint};OTEL_METRICS_EXPORTER=prometheus", "traces, logs")]
    public void What_leaves_is_what_the_standard_variables_say(string variables, string leaves)
    {
        var values = variables.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=')).ToDictionary(
            pair => pair[0], pair => (string?)pair[1]);

        var signals = OtlpSignals.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());

        Assert.Equal(leaves, signals.ToString());
        Assert.Equal(leaves.Length > 0, signals.IsAny);
    }
}

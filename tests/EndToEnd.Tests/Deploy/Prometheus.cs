using System.Globalization;
using System.Net;
using System.Text.Json;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Otlp;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Sockets;

namespace WxYarpGateway.EndToEnd.Tests.Deploy;

/// <summary>A real Prometheus that fetches what a collector received, under the names that the deployment's collector gives it.</summary>
internal sealed class Prometheus : IAsyncDisposable
{
    private readonly ScriptedBackend _metrics;
    private readonly Executable _process;
    private readonly HttpClient _http = new();
    private readonly Uri _address;

    private Prometheus(ScriptedBackend metrics, Executable process, Uri address)
        => (_metrics, _process, _address) = (metrics, process, address);

    public static async Task<Prometheus> StartAsync(Workplace workplace, OtlpCollector collector, CancellationToken cancellationToken)
    {
        var metrics = await ScriptedBackend.StartAsync(cancellationToken);
        metrics.Script = (_, context)
            => ScriptedBackend.WriteAsync(context, Exposition(collector), contentType: "text/plain; version=0.0.4");
        var configuration = workplace.Write("prometheus.yaml", $$"""
            global: { scrape_interval: 500ms, scrape_timeout: 500ms }
            scrape_configs:
              - job_name: gateway
                static_configs: [ { targets: ["{{new Uri(metrics.Address).Authority}}"] } ]
            """);
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        string[] command =
        [
            $"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(workplace.Folder, "prometheus")}",
            $"--web.listen-address={address.Authority}",
        ];
        var process = Executable.StartCommand("prometheus", command, workplace.Folder, new Dictionary<string, string>());
        return new Prometheus(metrics, process, address);
    }

    /// <summary>Returns whether a query finds anything now.</summary>
    public async Task<bool> FindsAsync(string query, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _http.GetStringAsync(
                new Uri(_address, $"/api/v1/query?query={Uri.EscapeDataString(query)}"), cancellationToken);
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.GetProperty("data").GetProperty("result").GetArrayLength() > 0;
        }
        catch (HttpRequestException e) when (e.StatusCode is null or HttpStatusCode.ServiceUnavailable)
        {
            // It is still starting.
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
        await _metrics.DisposeAsync();
    }

    // As deploy/otel-collector.yaml has it exported: the unit and the kind are parts of the name, and the instance is a label.
    private static string Exposition(OtlpCollector collector)
        => string.Concat(collector.Metrics
            .GroupBy(metric => (metric.Name, Labels: LabelsOf(metric)))
            .Select(series => LineOf(series.Last(), series.Key.Labels)));

    private static string LineOf(ReceivedMetric metric, string labels)
    {
        var name = metric.Name.Replace('.', '_') + (metric.Unit == "s" ? "_seconds" : "") + (metric.IsCounter ? "_total" : "");
        var value = metric.Value.ToString(CultureInfo.InvariantCulture);
        return metric.IsHistogram
            ? $"{name}_bucket{{{labels},le=\"+Inf\"}} {value}\n{name}_count{{{labels}}} {value}\n"
            : $"{name}{{{labels}}} {value}\n";
    }

    private static string LabelsOf(ReceivedMetric metric)
        => string.Join(',', metric.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .Select(tag => $"{tag.Key.Replace('.', '_')}=\"{tag.Value}\"")
            .Append("service_instance_id=\"1\""));
}

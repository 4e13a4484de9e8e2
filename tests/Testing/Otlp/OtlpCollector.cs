using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Testing.Sockets;

namespace WxYarpGateway.Testing.Otlp;

/// <summary>A collector: takes OTLP over gRPC (HTTP/2 without TLS) and over HTTP, and remembers all of it.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private const int GrpcFrameHeader = 5;

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = [];
    private readonly ConcurrentQueue<ReceivedMetric> _metrics = [];
    private readonly ConcurrentQueue<ReceivedLog> _logs = [];
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly ConcurrentQueue<IReadOnlyDictionary<string, string>> _resources = [];

    private OtlpCollector(WebApplication app, int grpc, int http)
    {
        _app = app;
        GrpcEndpoint = $"http://127.0.0.1:{grpc}";
        HttpEndpoint = $"http://127.0.0.1:{http}";
    }

    public string GrpcEndpoint { get; }

    public string HttpEndpoint { get; }

    public IReadOnlyList<ReceivedSpan> Spans => [.. _spans];

    public IReadOnlyList<ReceivedMetric> Metrics => [.. _metrics];

    public IReadOnlyList<ReceivedLog> Logs => [.. _logs];

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Resources => [.. _resources];

    /// <summary>Gets every request as it came: its path, its headers, its bytes.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public static async Task<OtlpCollector> StartAsync(CancellationToken cancellationToken)
    {
        var (grpc, http) = (FreePort.Next(), FreePort.Next());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenLocalhost(grpc, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.ListenLocalhost(http, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var collector = new OtlpCollector(builder.Build(), grpc, http);
        collector._app.Run(collector.TakeAsync);
        await collector._app.StartAsync(cancellationToken);
        return collector;
    }

    /// <summary>Returns the settings with which a gateway sends everything here.</summary>
    public (string Key, string Value)[] Settings(string protocol) =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", protocol == "grpc" ? GrpcEndpoint : HttpEndpoint),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
        ("OTEL_BSP_SCHEDULE_DELAY", "50"),
        ("OTEL_BLRP_SCHEDULE_DELAY", "50"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
    ];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var isGrpc = context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;
        var bytes = body.ToArray().AsMemory(isGrpc ? GrpcFrameHeader : 0);
        var path = context.Request.Path.Value!;
        _requests.Enqueue($"{path} {string.Join(' ', context.Request.Headers)} {Encoding.UTF8.GetString(bytes.Span)}");
        Take(path, new WireMessage(bytes));

        context.Response.ContentType = context.Request.ContentType;
        if (isGrpc)
        {
            context.Response.AppendTrailer("grpc-status", "0");
            await context.Response.Body.WriteAsync(new byte[GrpcFrameHeader], context.RequestAborted);
        }
    }

    private void Take(string path, WireMessage request)
    {
        foreach (var resource in request.Messages(1, 1))
        {
            _resources.Enqueue(resource.Attributes(1));
        }

        switch (path)
        {
            case "/v1/traces" or "/opentelemetry.proto.collector.trace.v1.TraceService/Export":
                Enqueue(_spans, ReceivedSpan.Of(request));
                break;
            case "/v1/metrics" or "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export":
                Enqueue(_metrics, ReceivedMetric.Of(request));
                break;
            case "/v1/logs" or "/opentelemetry.proto.collector.logs.v1.LogsService/Export":
                Enqueue(_logs, ReceivedLog.Of(request));
                break;
            default:
                throw new InvalidOperationException($"{path} is not OTLP.");
        }
    }

    private static void Enqueue<T>(ConcurrentQueue<T> queue, IEnumerable<T> items)
    {
        foreach (var item in items)
        {
            queue.Enqueue(item);
        }
    }
}

using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using WxYarpGateway.TokenService;
using WxYarpGateway.Transforms;

namespace WxYarpGateway.Gateway.Telemetry;

/// <summary>OpenTelemetry's SDK: listens to the sources and meters, and sends by OTLP what it hears. It is made when first needed.</summary>
internal sealed class TelemetrySdk : IDisposable
{
    private const string ServiceName = "wxyarpgateway";

    // Without it, ASP.NET Core leaves the semantic tags of a request's span to instrumentation packages. Set only when spans
    // leave, since it costs every request something.
    private const string NoTagsSwitch = "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData";

    private static readonly string[] Sources =
        ["Microsoft.AspNetCore", "Yarp.ReverseProxy", "System.Net.Http", TransformsTelemetry.ActivitySourceName, TokenServiceTelemetry.ActivitySourceName];

    private static readonly string[] Meters =
    [
        "WxYarpGateway.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.RateLimiting", "Microsoft.AspNetCore.Diagnostics", "System.Net.Http", "System.Net.NameResolution", "System.Runtime",
    ];

    private readonly Lazy<OpenTelemetrySdk> _sdk;

    public TelemetrySdk(OtlpSignals signals, IConfiguration configuration)
    {
        Signals = signals;
        _sdk = new Lazy<OpenTelemetrySdk>(() => Create(signals, configuration));
    }

    /// <summary>Gets what leaves.</summary>
    public OtlpSignals Signals { get; }

    /// <summary>Gets what takes log lines.</summary>
    public ILoggerFactory Logs => _sdk.Value.GetLoggerFactory();

    /// <summary>Begins to listen.</summary>
    public void Start() => _ = _sdk.Value;

    /// <summary>Sends what is left, and ends.</summary>
    public void Dispose()
    {
        if (_sdk.IsValueCreated)
        {
            _sdk.Value.Dispose();
        }
    }

    private static OpenTelemetrySdk Create(OtlpSignals signals, IConfiguration configuration)
    {
        if (signals.Traces)
        {
            AppContext.SetSwitch(NoTagsSwitch, false);
        }

        return OpenTelemetrySdk.Create(builder =>
        {
            builder.Services.AddSingleton(configuration);
            builder.Services.Configure<LoggerFilterOptions>(filter => filter.MinLevel = LogLevel.Trace);
            builder.ConfigureResource(Describe)
                .WithTracing(tracing => tracing.AddSource(signals.Traces ? Sources : []))
                .WithMetrics(metrics => metrics.AddMeter(signals.Metrics ? Meters : []))
                .WithLogging(configureBuilder: null, configureOptions: logging => logging.IncludeFormattedMessage = true)
                .UseOtlpExporter();
        });
    }

    /// <summary>Says whose signals these are; OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.</summary>
    private static void Describe(ResourceBuilder resource)
        => resource.AddService(ServiceName, serviceVersion: typeof(TelemetrySdk).Assembly.GetName().Version?.ToString(3)).AddEnvironmentVariableDetector();
}

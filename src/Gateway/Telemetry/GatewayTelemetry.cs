using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.TokenService;
using WxYarpGateway.Transforms;

namespace WxYarpGateway.Gateway.Telemetry;

/// <summary>Sets up what leaves the process for collectors.</summary>
internal static class GatewayTelemetry
{
    private const string ServiceName = "wxyarpgateway";

    /// <summary>Adds what sends telemetry, when there is an endpoint to send it to, and decides whose traces are continued.</summary>
    public static void AddGatewayTelemetry(this WebApplicationBuilder builder)
    {
        builder.AddInboundTraces();
        var signals = OtlpSignals.Read(builder.Configuration);
        if (signals.IsAny)
        {
            builder.Services.AddSingleton(signals);
            builder.Services.AddExport(signals);
        }
    }

    private static void AddExport(this IServiceCollection services, OtlpSignals signals)
    {
        // UseOtlpExporter turns on all three signals, and alone reads each signal's own endpoint. One that has no endpoint stays empty.
        var export = services.AddOpenTelemetry().ConfigureResource(Describe).UseOtlpExporter();
        if (signals.Traces)
        {
            export.WithTracing(AddSpans);
        }

        if (signals.Metrics)
        {
            export.WithMetrics(metrics => metrics
                .AddMeter("WxYarpGateway.*")
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation());
        }

        if (signals.Logs)
        {
            // Scopes stay behind: the framework's have what callers sent.
            services.PostConfigure<OpenTelemetryLoggerOptions>(logs => (logs.IncludeFormattedMessage, logs.IncludeScopes) = (true, false));
        }
        else
        {
            services.Remove(services.Last(service => service.ServiceType == typeof(ILoggerProvider)));
        }

        services.AddHostedService<TelemetryExport>();
    }

    private static void AddSpans(TracerProviderBuilder spans)
    {
        // The propagator of the process. With another one, the instrumentation takes over traceparent and baggage of any client.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        spans.ConfigureServices(services => services
            .AddOptions<AspNetCoreTraceInstrumentationOptions>()
            .Configure<Listener>((options, listener) => options.EnrichWithHttpRequest = new RequestSpans(listener).Correct));
        spans.AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation(calls => calls.EnrichWithHttpRequestMessage = CallSpans.Correct)
            .AddSource("Yarp.ReverseProxy", TransformsTelemetry.ActivitySourceName, TokenServiceTelemetry.ActivitySourceName);
    }

    /// <summary>Says whose signals these are; OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.</summary>
    private static void Describe(ResourceBuilder resource)
        => resource
            .AddService(ServiceName, serviceVersion: typeof(GatewayTelemetry).Assembly.GetName().Version?.ToString(3))
            .AddEnvironmentVariableDetector();

    private static void AddInboundTraces(this WebApplicationBuilder builder)
    {
        var traces = new InboundTraces(DistributedContextPropagator.CreateDefaultPropagator());
        builder.Services.AddSingleton<DistributedContextPropagator>(traces);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint =>
        {
            // Only now: the listener needs the server, which is just being made.
            var listener = endpoint.ApplicationServices.GetRequiredService<Listener>();
            endpoint.Use(next => connection
                => listener.IsInternal(connection.LocalEndPoint) ? TrustAsync(traces, next, connection) : next(connection));
        }));
    }

    private static async Task TrustAsync(InboundTraces traces, ConnectionDelegate next, ConnectionContext connection)
    {
        traces.Trust();
        await next(connection);
    }
}

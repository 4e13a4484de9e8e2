using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using WxYarpGateway.Gateway.Hosting;

namespace WxYarpGateway.Gateway.Telemetry;

/// <summary>Sets up what leaves the process for collectors.</summary>
internal static class GatewayTelemetry
{
    /// <summary>Adds what sends telemetry, when there is an endpoint to send it to, and decides whose traces are continued.</summary>
    public static void AddGatewayTelemetry(this WebApplicationBuilder builder)
    {
        builder.AddInboundTraces();
        var signals = OtlpSignals.Read(builder.Configuration);
        builder.Services.AddSingleton(signals);
        if (!signals.IsAny)
        {
            return;
        }

        builder.Services.AddSingleton<TelemetrySdk>();
        builder.Services.AddHostedService<TelemetryExport>();
        if (signals.Logs)
        {
            builder.Services.AddSingleton<ILoggerProvider, ExportedLogs>();
        }
    }

    /// <summary>Tags the spans of requests, when they are sent anywhere.</summary>
    public static void UseGatewayTelemetry(this WebApplication app)
    {
        if (app.Services.GetRequiredService<OtlpSignals>().Traces)
        {
            app.UseMiddleware<RequestSpanMiddleware>();
        }
    }

    private static void AddInboundTraces(this WebApplicationBuilder builder)
    {
        var traces = new InboundTraces(DistributedContextPropagator.CreateDefaultPropagator());
        builder.Services.AddSingleton<DistributedContextPropagator>(traces);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint =>
        {
            // Only now: the listener needs the server, which is just being made.
            var listener = endpoint.ApplicationServices.GetRequiredService<Listener>();
            endpoint.Use(next => connection => listener.IsInternal(connection.LocalEndPoint) ? TrustAsync(traces, next, connection) : next(connection));
        }));
    }

    private static async Task TrustAsync(InboundTraces traces, ConnectionDelegate next, ConnectionContext connection)
    {
        traces.Trust();
        await next(connection);
    }
}

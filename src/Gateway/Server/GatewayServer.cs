using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Console;
using WxYarpGateway.Gateway.Endpoints;

namespace WxYarpGateway.Gateway.Server;

/// <summary>Sets up the web server and what the process writes.</summary>
internal static class GatewayServer
{
    // Kubernetes kills after 30 s; until shortly before, replies that are still to come are delivered.
    private static readonly TimeSpan ShutdownWithin = TimeSpan.FromSeconds(25);

    /// <summary>Adds Kestrel and what tells its listeners apart.</summary>
    public static void AddGatewayServer(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        builder.Services.AddRequestTimeouts();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownWithin);
        builder.Services.AddSingleton<Listener>();
        builder.Services.AddSingleton<MatcherPolicy, ListenerPolicy>();
        builder.Services.AddSingleton<TokenEndpoints>();
        builder.Services.AddHostedService<StartReport>();
    }

    /// <summary>Adds the log on the console: a line an event, or JSON when <c>Logging:Console:FormatterName</c> says so. All of the framework's keys count.</summary>
    public static void AddGatewayLogging(this WebApplicationBuilder builder)
    {
        var silence = new StartSilence();
        builder.Services.AddSingleton(silence);
        builder.Logging.AddFilter(StartSilence.Category, level => silence.IsOver && level >= LogLevel.Warning);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.Configure(factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);

        // Before the console, so that what is configured wins.
        builder.Services.Configure<SimpleConsoleFormatterOptions>(line =>
        {
            line.SingleLine = true;
            line.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff zzz ";
        });
        builder.Services.Configure<JsonConsoleFormatterOptions>(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            json.JsonWriterOptions = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        });
        builder.Logging.AddConsole();
    }
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Console;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Lifetime;

namespace WxYarpGateway.Gateway.Server;

/// <summary>Sets up the web server and what the process writes.</summary>
internal static class GatewayServer
{
    /// <summary>Adds Kestrel and what tells its listeners apart.</summary>
    public static void AddGatewayServer(this WebApplicationBuilder builder)
    {
        // Byte for byte what a backend wrote, as HttpClient reads it; by default, one byte beyond ASCII fails the whole answer.
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1);
        builder.Services.AddRouting();
        builder.Services.AddRequestTimeouts();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimes.Whole);
        builder.Services.AddSingleton<Listener>();
        builder.Services.AddSingleton<MatcherPolicy, ListenerPolicy>();
        builder.Services.AddServiceEndpoints();
        builder.Services.AddSingleton<InternalAccess>();
        builder.Services.AddHostedService<StartReport>();
        builder.Services.AddHostedService<ShutdownDelay>();
    }

    /// <summary>Adds the log on the console: a line an event, or JSON when <c>Logging:Console:FormatterName</c> says so. All of the framework's keys count.</summary>
    public static void AddGatewayLogging(this WebApplicationBuilder builder)
    {
        var silence = new StartSilence();
        builder.Services.AddSingleton(silence);
        builder.Logging.AddFilter(StartSilence.Category, level => silence.IsOver && level >= LogLevel.Warning);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.Configure(factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);

        // Before the console, so that what is configured wins. Without a name, the console replaces the formatter's options by old ones of its own.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = ConsoleFormatterNames.Simple);
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

    private static void AddServiceEndpoints(this IServiceCollection services)
    {
        services.AddSingleton<TokenEndpoints>();
        services.AddSingleton<ServiceEndpoints>();
        services.AddSingleton<IServiceEndpoint, QrEndpoint>();
        services.AddSingleton<IServiceEndpoint, UserEndpoint>();
        services.AddSingleton<IServiceEndpoint, SnsAuth2Endpoint>();
        services.AddSingleton<IServiceEndpoint, ShortUrlEndpoint>();
        services.AddSingleton<IServiceEndpoint, TemplateMessageEndpoint>();
        services.AddSingleton<IServiceEndpoint, SignJsApiEndpoint>();
        services.AddSingleton<IServiceEndpoint, ChannelsOrderEndpoint>();
        services.AddSingleton<IServiceEndpoint, ChannelsRefundEndpoint>();
    }
}

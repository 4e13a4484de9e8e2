using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Console;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Logging;

/// <summary>Sets up what the process writes.</summary>
internal static class GatewayLogging
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Logging";

    /// <summary>Adds the log on the console: a line an event, or JSON when <c>Logging:Console:FormatterName</c> says so.</summary>
    /// <remarks>All of the framework's keys count.</remarks>
    public static void AddGatewayLogging(this WebApplicationBuilder builder)
    {
        var silence = new StartSilence();
        builder.Services.AddSingleton(silence);
        builder.Logging.AddFilter(StartSilence.Category, level => silence.IsOver && level >= LogLevel.Warning);
        builder.Logging.AddConfiguration(
            new ConfigurationBuilder().Add(new UsableLogSettings(builder.Configuration.GetSection(Section))).Build());
        builder.Services.AddSingleton<IGatewayRule, LoggingRule>();
        builder.Logging.Configure(
            factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);

        // Before the console, so that what is configured wins.
        builder.Services.Configure<SimpleConsoleFormatterOptions>(line =>
        {
            line.SingleLine = true;
            line.TimestampFormat = LineTime.Format;
        });
        builder.Services.Configure<JsonConsoleFormatterOptions>(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            json.JsonWriterOptions = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        });
        builder.Logging.AddConsole();

        // Its formatters and options stay; what writes is ours.
        builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(ConsoleLoggerProvider)));
        builder.Services.AddSingleton<ILoggerProvider, BatchedConsole>();
    }
}

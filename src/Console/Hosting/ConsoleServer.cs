using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.WebEncoders;
using WxYarpGateway.Console.Configuration;

namespace WxYarpGateway.Console.Hosting;

/// <summary>Sets up the server and what it writes.</summary>
internal static class ConsoleServer
{
    // No page takes more than a form or a rule.
    private const long MostBytes = 1024 * 1024;

    /// <summary>Adds Kestrel, the files that browsers get, and the log.</summary>
    public static void AddConsoleServer(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBytes;
        });

        // From the source tree, files come from where they are; a published console has them beside it.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddRouting();

        // Chinese stays readable in the source of a page.
        builder.Services.Configure<WebEncoderOptions>(
            options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        builder.Logging.AddConfiguration(
            new ConfigurationBuilder().Add(new UsableLogSettings(builder.Configuration.GetSection(LogSettings.Section))).Build());

        // It writes a page of stack traces when an address is in use, of which the console writes one sentence.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Services.Configure<SimpleConsoleFormatterOptions>(line =>
        {
            line.SingleLine = true;
            line.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff zzz ";
        });
        builder.Logging.AddConsole();
    }
}

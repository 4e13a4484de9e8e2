using System.Text;
using WxYarpGateway.Gateway.Endpoints;

namespace WxYarpGateway.Gateway.Server;

/// <summary>Sets up the web server and what the process writes.</summary>
internal static class GatewayServer
{
    // A gateway takes many small requests over few connections; more than this many are a leak or an attack.
    private const int MostConnections = 10_000;

    // Longer than a proxy before the gateway keeps a connection (60 s with nginx), so that it is the one to close it.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    // Kubernetes kills after 30 s; until shortly before, replies that are still to come are delivered.
    private static readonly TimeSpan ShutdownWithin = TimeSpan.FromSeconds(25);

    /// <summary>Adds Kestrel with the limits of a small gateway.</summary>
    public static void AddGatewayServer(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.KeepAliveTimeout = KeepAlive;
            kestrel.Limits.RequestHeadersTimeout = HeadersWithin;

            // Byte for byte what a backend wrote, as HttpClient reads it; by default, one byte beyond ASCII fails the whole answer.
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        });
        builder.Services.AddRouting();
        builder.Services.AddRequestTimeouts();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownWithin);
        builder.Services.AddSingleton<Listener>();
        builder.Services.AddSingleton<MatcherPolicy, ListenerPolicy>();
        builder.Services.AddSingleton<TokenEndpoints>();
        builder.Services.AddHostedService<StartReport>();
    }

    /// <summary>Adds the log: one line an event, on the console.</summary>
    public static void AddGatewayLogging(this WebApplicationBuilder builder)
    {
        var silence = new StartSilence();
        builder.Services.AddSingleton(silence);
        builder.Logging.AddFilter(StartSilence.Category, level => silence.IsOver && level >= LogLevel.Warning);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff zzz ";
        });
    }
}

using WxYarpGateway.Console.Gateways.Keys;
using WxYarpGateway.Console.Gateways.Records;

namespace WxYarpGateway.Console.Gateways;

/// <summary>Sets up the calls of gateways.</summary>
internal static class GatewaysSetup
{
    private const int MostCalls = 64;

    // One for each service whose records somebody watches.
    private const int MostStreams = 1024;

    /// <summary>Adds the fleet and its HTTP clients.</summary>
    public static void AddGateways(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<GatewayFleet>();
        builder.Services.AddSingleton<RecordFeeds>();
        builder.Services.AddSingleton<KeyScopes>();
        Add(builder.Services, GatewayClient.HttpName, MostCalls);
        Add(builder.Services, GatewayClient.EventsName, MostStreams);
    }

    private static void Add(IServiceCollection services, string name, int connections)
        => services.AddHttpClient(name, client =>
            {
                // Each call has its own limit, which also covers the body.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("WxYarpGateway.Console");
            })
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirect would carry the key elsewhere, and a proxy would see it.
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(3),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                MaxResponseHeadersLength = 32,
                MaxConnectionsPerServer = connections,
            });
}

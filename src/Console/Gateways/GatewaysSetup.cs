namespace WxYarpGateway.Console.Gateways;

/// <summary>Sets up the calls of gateways.</summary>
internal static class GatewaysSetup
{
    /// <summary>Adds the fleet and its HTTP client.</summary>
    public static void AddGateways(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<GatewayFleet>();
        builder.Services.AddHttpClient(GatewayClient.HttpName, client =>
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
                MaxConnectionsPerServer = 64,
            });
    }
}

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>
/// Asks clients to close their connections once the gateway shuts down, so that proxies stop using a connection before it closes.
/// </summary>
internal sealed class ConnectionDrainMiddleware(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    /// <summary>Passes a request on, and marks its connection as the last one's while the gateway is stopping.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // An upgrade needs the same header.
        if (lifetime.ApplicationStopping.IsCancellationRequested && context.Request.Headers.Upgrade.Count == 0)
        {
            context.Response.Headers.Connection = "close";
        }

        return next(context);
    }
}

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>
/// Tells clients with their answers to close their connections once the gateway is to stop, so that proxies let go of it before it closes
/// them.
/// </summary>
internal sealed class ConnectionDrainMiddleware(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    /// <summary>Passes a request on, and marks its connection as the last one's while the gateway is stopping.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // A connection that is being upgraded says so in the same header.
        if (lifetime.ApplicationStopping.IsCancellationRequested && context.Request.Headers.Upgrade.Count == 0)
        {
            context.Response.Headers.Connection = "close";
        }

        return next(context);
    }
}

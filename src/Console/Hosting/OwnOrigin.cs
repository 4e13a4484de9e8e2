namespace WxYarpGateway.Console.Hosting;

/// <summary>
/// Refuses what a page of another site asks for: whatever changes something, and the connection of a circuit, which is a GET.
/// </summary>
internal sealed class OwnOrigin(RequestDelegate next)
{
    private const string Refusal = "This request comes from another site. Open the console itself.";

    /// <summary>Answers a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isSafe = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !context.WebSockets.IsWebSocketRequest;
        if (isSafe || IsOwn(request))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.Response.WriteAsync(Refusal, context.RequestAborted);
    }

    // All browsers of today send it with a POST and with a WebSocket; programs that send none have no cookies that a site could use.
    private static bool IsOwn(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        return origin.Count switch
        {
            0 => request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none",
            1 => string.Equals(origin[0], $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
    }
}

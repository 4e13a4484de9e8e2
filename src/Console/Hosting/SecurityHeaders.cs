namespace WxYarpGateway.Console.Hosting;

/// <summary>Tells browsers what a page of the console may do, and that nothing of it is kept.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // MudBlazor writes its colors and positions into style attributes and a style element, so styles may be inline. Scripts may not.
    private const string ContentPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
        + "form-action 'self'; frame-ancestors 'none'";

    /// <summary>Answers a request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var response = ((HttpContext)state).Response;
            response.Headers.ContentSecurityPolicy = ContentPolicy;
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.XFrameOptions = "DENY";
            response.Headers["Referrer-Policy"] = "same-origin";
            response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
            response.Headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";

            if (response.HttpContext.Request.IsHttps)
            {
                response.Headers.StrictTransportSecurity = "max-age=31536000";
            }

            // What a page says belongs to who is signed in; files of the program are the same for everybody.
            if (!IsFile(response.HttpContext))
            {
                response.Headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        }, context);
        return next(context);
    }

    private static bool IsFile(HttpContext context)
        => context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null;
}

using Microsoft.AspNetCore.Http.Features;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Makes of a browser's GET the POST that the backend gets. It stays the browser's request: the answer streams back, and hanging up ends it.</summary>
internal sealed class RedirectRequest : IHttpRequestBodyDetectionFeature
{
    // Only the gateway can say so: what a client sends under this name is dropped.
    private const string Started = PassedHeaders.OurPrefix + "Started";

    private static readonly RedirectRequest Posted = new();

    private RedirectRequest()
    {
    }

    /// <inheritdoc/>
    public bool CanHaveBody => true;

    /// <summary>Writes the request over the browser's. YARP forwards it to the backend's address and nothing after it.</summary>
    public static void Write(HttpContext context, WeChatService service, OAuthRedirect redirect)
    {
        var body = RedirectJson.Write(service, redirect);
        var request = context.Request;
        request.Method = HttpMethods.Post;
        request.Path = PathString.Empty;

        // YARP would forward the code, and log it.
        request.QueryString = QueryString.Empty;

        BrowserHeaders.Drop(request.Headers);
        ServiceHeaders.Write(request.Headers, service);
        if (redirect.IsStarted)
        {
            request.Headers[Started] = "true";
        }

        request.Headers.ContentType = "application/json; charset=utf-8";
        request.Headers.ContentLength = body.Length;
        request.Body = new MemoryStream(body, writable: false);
        context.Features.Set<IHttpRequestBodyDetectionFeature>(Posted);
    }
}

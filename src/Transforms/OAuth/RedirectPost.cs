using Microsoft.AspNetCore.Http.Features;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Turns the browser's GET into the backend's POST. The answer streams back; hanging up ends the call.</summary>
internal sealed class RedirectPost : IHttpRequestBodyDetectionFeature
{
    // BrowserHeaders drops a client's own header of this name.
    private const string Started = ServiceHeaders.Prefix + "Started";

    private static readonly RedirectPost Instance = new();

    private RedirectPost()
    {
    }

    /// <inheritdoc/>
    public bool CanHaveBody => true;

    /// <summary>Overwrites the request. YARP forwards it to the backend's address, with no path of its own.</summary>
    public static void Write(HttpContext context, WeChatService service, OAuthRedirect redirect)
    {
        var body = RedirectJson.Write(service, redirect);
        var request = context.Request;
        request.Method = HttpMethods.Post;
        request.Path = PathString.Empty;

        // YARP would forward and log the code.
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
        context.Features.Set<IHttpRequestBodyDetectionFeature>(Instance);
    }
}

using System.Diagnostics;
using WxYarpGateway.Gateway.Hosting;

namespace WxYarpGateway.Gateway.Telemetry;

/// <summary>Corrects what OpenTelemetry's instrumentation says of a request.</summary>
internal sealed class RequestSpans(Listener listener)
{
    /// <summary>Takes the query off a request's span, and links the span to the trace that a public client says it is part of.</summary>
    public void Correct(Activity span, HttpRequest request)
    {
        // A push's query has its signature and the user's openid, an OAuth redirect's has the code. A variable of the SDK shows them in
        // clear.
        span.SetTag("url.query", null);
        if (!listener.IsInternal(request.HttpContext)
            && ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var clients))
        {
            span.AddLink(new ActivityLink(clients));
        }
    }
}

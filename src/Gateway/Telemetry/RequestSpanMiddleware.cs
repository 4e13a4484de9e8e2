using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using WxYarpGateway.Gateway.Hosting;

namespace WxYarpGateway.Gateway.Telemetry;

/// <summary>Adds to the span of a request what ASP.NET Core leaves out: its route, and a link to the trace that a public client says it is part of.</summary>
internal sealed class RequestSpanMiddleware(RequestDelegate next, Listener listener)
{
    /// <summary>Has the request answered, and tags its span if it is recorded.</summary>
    public Task InvokeAsync(HttpContext context)
        => context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span ? TagAsync(context, span) : next(context);

    private async Task TagAsync(HttpContext context, Activity span)
    {
        if (!listener.IsInternal(context)
            && ActivityContext.TryParse(context.Request.Headers.TraceParent, context.Request.Headers.TraceState, isRemote: true, out var clients))
        {
            span.AddLink(new ActivityLink(clients));
        }

        try
        {
            await next(context);
        }
        finally
        {
            if (context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
            {
                span.SetTag("http.route", route);
                span.DisplayName = $"{span.GetTagItem("http.request.method") ?? "HTTP"} {route}";
            }

            span.SetTag("http.response.status_code", context.Response.StatusCode);
        }
    }
}

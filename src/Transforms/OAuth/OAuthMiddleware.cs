using System.Diagnostics;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Stands in YARP's pipeline before the forwarder: sends browsers to WeChat, and makes of those that come back a POST that tells the backend who they are.</summary>
internal sealed partial class OAuthMiddleware(
    RequestDelegate next, ServiceCatalog services, RedirectStart start, RedirectReception reception, RedirectMetrics metrics, ILogger<OAuthMiddleware> logger)
{
    /// <summary>Serves a redirect; passes on what is none.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var route = context.GetReverseProxyFeature().Route.Config;
        return WeChatRoute.OAuthService(route) is { } redirected ? ServeAsync(context, route.RouteId, redirected, ReceiveAsync)
            : WeChatRoute.OAuthStartService(route) is { } started ? ServeAsync(context, route.RouteId, started, start.AnswerAsync)
            : next(context);
    }

    private Task ServeAsync(HttpContext context, string route, string name, Func<HttpContext, WeChatService, Task> serve)
    {
        if (!services.TryGet(name, out var service))
        {
            Log.UnknownService(logger, route, name);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        // A HEAD would use up the code, and nobody would see the page.
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Get;
            return Task.CompletedTask;
        }

        return serve(context, service);
    }

    private async Task ReceiveAsync(HttpContext context, WeChatService service)
    {
        // Backends always get a traceparent; without logging and listeners, ASP.NET Core starts no activity to take it from.
        using var trace = Activity.Current is null ? new Activity("wechat.redirect").Start() : null;
        OAuthRedirect redirect;
        try
        {
            redirect = await reception.ReceiveAsync(context.Request, service, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            metrics.Count(service.Name, RedirectResult.Abandoned);
            return;
        }

        metrics.Count(service.Name, redirect.Result);
        Tell(service, redirect);
        RedirectRequest.Write(context, service, redirect);
        await next(context);
    }

    private void Tell(WeChatService service, OAuthRedirect redirect)
    {
        if (redirect.Result == RedirectResult.Failed)
        {
            Log.Failed(logger, service.Name, redirect.Error);
        }
        else
        {
            Log.Received(logger, service.Name, redirect.Result, redirect.Error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Route '{Route}' names WeChat service '{Service}', which is not configured; answering 404.", EventName = "UnknownService")]
        public static partial void UnknownService(ILogger logger, string route, string service);

        [LoggerMessage(2, LogLevel.Warning, "A redirect to service '{Service}' cannot be told whose it is: '{Reason}' The backend gets it without a user.", EventName = "RedirectFailed")]
        public static partial void Failed(ILogger logger, string service, string reason);

        [LoggerMessage(3, LogLevel.Debug, "A redirect to service '{Service}' goes to the backend ('{Result}', '{Remark}').", EventName = "RedirectReceived")]
        public static partial void Received(ILogger logger, string service, RedirectResult result, string remark);
    }
}

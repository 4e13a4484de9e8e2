using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Serves the OAuth routes in YARP's pipeline, before the forwarder.</summary>
/// <remarks>It sends browsers to WeChat's authorize page, and turns their return into a POST that names the user.</remarks>
internal sealed partial class OAuthMiddleware(
    RequestDelegate next,
    ServiceCatalog services,
    AuthorizeRedirect authorize,
    RedirectReceiver receiver,
    RedirectMetrics metrics,
    BackendPipeline backends,
    ILogger<OAuthMiddleware> logger)
{
    /// <summary>Serves a request on an OAuth route; passes others on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var route = context.GetReverseProxyFeature().Route.Config;
        return WeChatRoute.ServiceOf(route, WeChatRoute.OAuth) is { } redirected
            ? ServeAsync(context, route.RouteId, redirected, ReceiveAsync)
            : WeChatRoute.ServiceOf(route, WeChatRoute.OAuthStart) is { } started
                ? ServeAsync(context, route.RouteId, started, authorize.AnswerAsync)
            : next(context);
    }

    private Task ServeAsync(HttpContext context, string route, string name, Func<HttpContext, WeChatService, Task> serve)
    {
        if (!TryFind(context, name, out var service))
        {
            Log.UnknownService(logger, route, name);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        // A HEAD would use up the code without showing the page.
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Get;
            return Task.CompletedTask;
        }

        return serve(context, service);
    }

    // A platform's route names the account that the browser comes for. One that is not in its care has no redirects.
    private bool TryFind(HttpContext context, string name, [NotNullWhen(true)] out WeChatService? service)
        => services.TryGet(name, out service)
            || (context.Request.RouteValues[WeChatRoute.AppIdParameter] is string appId
                && RouteAppId.IsValid(appId)
                && services.TryGet($"{name}/{appId}", out service)
                && service.IsKnown);

    private async Task ReceiveAsync(HttpContext context, WeChatService service)
    {
        // Backends always get a traceparent, and ASP.NET Core starts no activity while nobody listens.
        using var trace = Activity.Current is null ? new Activity("wechat.redirect").Start() : null;
        OAuthRedirect redirect;
        try
        {
            redirect = await receiver.ReceiveAsync(context.Request, service, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            metrics.Count(service.Name, RedirectResult.Abandoned);
            return;
        }

        metrics.Count(service.Name, redirect.Result);
        LogResult(service, redirect);
        RedirectPost.Write(context, service, redirect);
        if (service.OAuth.Backend is { } backend && !backends.TryAim(context, backend))
        {
            Log.NoBackend(logger, service.Name, backend);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        await next(context);
    }

    private void LogResult(WeChatService service, OAuthRedirect redirect)
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
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Route '{Route}' names WeChat service '{Service}', which is not configured; answering 404.",
            EventName = "UnknownService")]
        public static partial void UnknownService(ILogger logger, string route, string service);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The user of an OAuth redirect to service '{Service}' is unknown: '{Reason}' Calling the backend without a user.",
            EventName = "RedirectFailed")]
        public static partial void Failed(ILogger logger, string service, string reason);

        [LoggerMessage(
            3,
            LogLevel.Debug,
            "Passing an OAuth redirect of service '{Service}' to the backend ('{Result}', '{Remark}').",
            EventName = "RedirectReceived")]
        public static partial void Received(ILogger logger, string service, RedirectResult result, string remark);

        [LoggerMessage(
            4,
            LogLevel.Error,
            "The backend '{Backend}' for OAuth redirects of service '{Service}' is not configured; answering 503.",
            EventName = "NoBackend")]
        public static partial void NoBackend(ILogger logger, string service, string backend);
    }
}

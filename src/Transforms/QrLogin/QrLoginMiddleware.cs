using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.QrLogin;

/// <summary>Serves the pages of sign-ins by QR code on their routes in YARP's pipeline; all other requests pass.</summary>
internal sealed partial class QrLoginMiddleware(
    RequestDelegate next, ServiceCatalog services, QrLoginStart start, QrLoginWait wait, QrLoginConfirm confirm,
    ILogger<QrLoginMiddleware> logger)
{
    /// <summary>Serves a request on a route of these pages; passes others on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var route = context.GetReverseProxyFeature().Route.Config;
        return WeChatRoute.ServiceOf(route, WeChatRoute.QrLogin) is { } name ? ServeAsync(context, name) : next(context);
    }

    private async Task ServeAsync(HttpContext context, string name)
    {
        var page = context.Request.RouteValues[WeChatRoute.PageParameter] as string;
        if (!services.TryGet(name, out var service) || service.QrLogin is not { } settings
            || page is not ("start" or "wait" or "finish" or "confirm"))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var takesForms = page == "confirm";
        var method = context.Request.Method;
        if (!HttpMethods.IsGet(method) && !(takesForms && (HttpMethods.IsHead(method) || HttpMethods.IsPost(method))))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = takesForms ? "GET, HEAD, POST" : "GET";
            return;
        }

        try
        {
            await (page switch
            {
                "start" => start.AnswerAsync(context, service, settings),
                "wait" => wait.TellAsync(context, service, settings),
                "finish" => wait.FinishAsync(context, service, settings),
                _ => confirm.AnswerAsync(context, service, settings),
            });
        }
        catch (StoreUnavailableException exception) when (!context.Response.HasStarted)
        {
            Log.Away(logger, name, exception.Message);
            await QrLoginPages.NotNowAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The browser has gone, and nobody waits for a page.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "A page of a sign-in of service '{Service}' cannot be served: '{Reason}' The visitor was asked to come back soon.",
            EventName = "Away")]
        public static partial void Away(ILogger logger, string service, string reason);
    }
}

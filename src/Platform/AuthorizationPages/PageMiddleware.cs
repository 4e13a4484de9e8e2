using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.Transforms.Pages;

namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>Serves the authorization pages on their routes in YARP's pipeline; all other requests pass.</summary>
internal sealed partial class PageMiddleware(
    RequestDelegate next,
    PlatformCatalog platforms,
    AuthorizationStart start,
    AuthorizationReturn @return,
    ILogger<PageMiddleware> logger)
{
    // Seconds. A database that restarts is back by then.
    private const string RetryAfter = "10";

    /// <summary>Serves a request on a page's route; passes others on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var route = context.GetReverseProxyFeature().Route.Config;
        return PageRoute.PlatformOf(route) is { } name ? ServeAsync(context, name, PageRoute.PageOf(route)) : next(context);
    }

    private async Task ServeAsync(HttpContext context, string name, AuthorizationPage page)
    {
        if (!platforms.TryGet(name, out var platform) || platform.Options.Authorization.Path.Length == 0)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            await AnswerAsync(context, platform, page);
        }
        catch (VaultUnavailableException exception) when (!context.Response.HasStarted)
        {
            Log.Away(logger, name, exception.Message);
            context.Response.Headers.RetryAfter = RetryAfter;
            await Card.SayAsync(
                context,
                StatusCodes.Status503ServiceUnavailable,
                AuthorizationStart.TitleOf(platform),
                "服务暂时不可用，请稍后再试。",
                "The service is not available just now. Please try again soon.");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The browser has gone. An exchange that began goes on without it.
        }
    }

    private Task AnswerAsync(HttpContext context, WeChatPlatform platform, AuthorizationPage page)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method) && page == AuthorizationPage.Return)
        {
            return @return.AnswerAsync(context, platform);
        }

        if (page != AuthorizationPage.Return)
        {
            if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
            {
                return start.ShowAsync(context, platform);
            }

            if (HttpMethods.IsPost(method))
            {
                var client = page == AuthorizationPage.H5 ? AuthorizationClient.H5 : AuthorizationClient.Pc;
                return start.ContinueAsync(context, platform, client);
            }
        }

        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = page == AuthorizationPage.Return ? "GET" : "GET, HEAD, POST";
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "An authorization page of platform '{Platform}' cannot be served: '{Reason}' The visitor was asked to come back soon.",
            EventName = "Away")]
        public static partial void Away(ILogger logger, string platform, string reason);
    }
}

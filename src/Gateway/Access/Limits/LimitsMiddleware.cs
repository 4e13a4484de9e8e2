using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.CallbackIps;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Exchange.Requests;
using WxYarpGateway.Transforms.Services;
using Yarp.ReverseProxy.Model;

namespace WxYarpGateway.Gateway.Access.Limits;

/// <summary>Applies the limits to requests on the public addresses, before anything else handles them.</summary>
/// <remarks>
/// WeChat pushes for all accounts from a few addresses, so pushes are not limited by client. Hand-written routes are not limited either:
/// the
/// gateway cannot know what is usual there.
/// </remarks>
internal sealed class LimitsMiddleware(
    RequestDelegate next,
    Listener listener,
    GatewaySettings settings,
    MadeOfOptions<ApiKeys> apiKeys,
    ServiceCatalog services,
    PlatformCatalog platforms,
    AuthorizerRegistry authorizers,
    RateLimits limits,
    LimitMetrics metrics)
{
    private const string ForwardedFor = "X-Forwarded-For";

    // People see it, in WeChat's own browser.
    private static readonly byte[] TooMany = Encoding.UTF8.GetBytes("请求过于频繁，请稍后再试。\nToo many requests. Please try again in a moment.\n");

    /// <summary>Passes on what is within its limits.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (listener.IsInternal(context))
        {
            return next(context);
        }

        var route = context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config;
        if (route is null)
        {
            // Nothing, or an endpoint for backends; those have keys.
            return apiKeys.Current.Find(context.Request.Headers) is not null || TakeFromClient(context) is not { } later
                ? next(context)
                : RefuseAsync(context, "", LimitMetrics.Client, later);
        }

        if (route.Metadata is not { } metadata
            || !metadata.TryGetValue(WeChatRoute.Service, out var service)
            || !metadata.TryGetValue(WeChatRoute.Exchange, out var exchange)
            || exchange.Equals(WeChatRoute.Login, StringComparison.OrdinalIgnoreCase))
        {
            return next(context);
        }

        return WeChatRoute.ServiceOf(route, WeChatRoute.Message) is null
            ? CheckRedirectAsync(context, service, exchange)
            : CheckPushAsync(context, service, exchange);
    }

    private Task CheckPushAsync(HttpContext context, string service, string exchange)
    {
        if (Take(context, service, exchange) is { } refused)
        {
            metrics.Refused(service, refused.Reason, context.Connection.RemoteIpAddress);
            SetRetryAfter(context, refused.Later);

            // The push pipeline counts and logs it like any other push.
            PushLimit.Refuse(context);
        }

        return next(context);
    }

    private Task CheckRedirectAsync(HttpContext context, string service, string exchange)
    {
        if (TakeFromClient(context) is { } clientLater)
        {
            return RefuseAsync(context, service, LimitMetrics.Client, clientLater);
        }

        if (Take(context, service, exchange) is { } refused)
        {
            return RefuseAsync(context, service, refused.Reason, refused.Later);
        }

        // A request for a page has no body.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
        {
            body.MaxRequestBodySize = 0;
        }

        if (context.Request.ContentLength > 0)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        }

        return next(context);
    }

    /// <summary>Takes a request from the budget of its account, if that has one, and of its service.</summary>
    private (string Reason, TimeSpan Later)? Take(HttpContext context, string service, string exchange)
    {
        // The account's first: what it asks for too often costs the platform's other accounts nothing.
        if (platforms.TryGet(service, out var platform)
            && context.GetRouteValue(WeChatRoute.AppIdParameter) is string appId
            && OwnLimitOf(platform, appId) is { } own
            && Take(platform.ServiceNameOf(appId), exchange, own) is { } authorizerLater)
        {
            return (LimitMetrics.Authorizer, authorizerLater);
        }

        // Hand-written routes may name the service in other case.
        var known = platform is null && services.TryGet(service, out var found) ? found : null;
        var perSecond = (platform?.Policy ?? known?.Policy)?.Limits.RequestsPerSecond
            ?? settings.Options.Limits.RequestsPerSecondPerService;
        return Take(platform?.Name ?? known?.Name ?? service, exchange, perSecond) is { } later ? (LimitMetrics.Service, later) : null;
    }

    /// <summary>
    /// Returns the limit of an account in a platform's care; null when it has none of its own. Strangers can name accounts that nobody
    /// knows: those get no budget.
    /// </summary>
    private int? OwnLimitOf(WeChatPlatform platform, string appId)
        => AppId.TryParse(appId, out var id)
            && authorizers.TryGetService(platform, id, out var account, out _)
            && account.Policy.Limits.RequestsPerSecond is { } own
            && own != platform.Policy.Limits.RequestsPerSecond ? own : null;

    private TimeSpan? Take(string name, string exchange, int perSecond)
        => perSecond == 0 ? null : limits.Take(new Budget(
            $"{name}/{exchange}".ToLowerInvariant(), 0, perSecond, perSecond * settings.Options.Limits.BurstSeconds));

    private TimeSpan? TakeFromClient(HttpContext context)
    {
        var options = settings.Options.Limits;
        if (options.RequestsPerSecondPerClient is var perSecond && (perSecond == 0 || context.Connection.RemoteIpAddress is null))
        {
            return null;
        }

        var address = context.Connection.RemoteIpAddress;
        if (context.Request.Headers.ContainsKey(ForwardedFor) && ClientNetwork.IsPrivate(address))
        {
            // All clients behind it would share one budget.
            metrics.FoundUnknownProxy(address);
            return null;
        }

        return limits.Take(new Budget("", ClientNetwork.SlotOf(address), perSecond, perSecond * options.BurstSeconds));
    }

    private Task RefuseAsync(HttpContext context, string service, string reason, TimeSpan later)
    {
        metrics.Refused(service, reason, context.Connection.RemoteIpAddress);
        SetRetryAfter(context, later);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = TooMany.Length;
        context.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(TooMany, context.RequestAborted).AsTask();
    }

    private static void SetRetryAfter(HttpContext context, TimeSpan later)
        => context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(later.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Transforms.CallbackIps;
using WxYarpGateway.Transforms.Exchange;
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
        if (TakeFromService(service, exchange) is { } later)
        {
            metrics.Refused(service, LimitMetrics.Service, context.Connection.RemoteIpAddress);
            SetRetryAfter(context, later);

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

        if (TakeFromService(service, exchange) is { } serviceLater)
        {
            return RefuseAsync(context, service, LimitMetrics.Service, serviceLater);
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

    private TimeSpan? TakeFromService(string service, string exchange)
    {
        // Hand-written routes may name the service in other case.
        var name = services.TryGet(service, out var known) ? known.Name : service;
        var perSecond = known?.Policy.Limits.RequestsPerSecond ?? settings.Options.Limits.RequestsPerSecondPerService;
        var burst = perSecond * settings.Options.Limits.BurstSeconds;
        return perSecond == 0 ? null : limits.Take(new Budget($"{name}/{exchange}".ToLowerInvariant(), 0, perSecond, burst));
    }

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

using Microsoft.AspNetCore.Builder;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Exchange.Requests;
using WxYarpGateway.Transforms.OAuth;
using WxYarpGateway.Transforms.QrLogin;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts what is exchanged with WeChat into YARP's pipeline.</summary>
public static class PipelineExtensions
{
    /// <summary>
    /// Serves pushes on the routes that are marked for messages, and OAuth redirects on those marked for OAuth.
    /// Call it first in <c>MapReverseProxy</c>, before load balancing.
    /// </summary>
    /// <param name="proxy">YARP's pipeline.</param>
    public static IReverseProxyApplicationBuilder UseWeChat(this IReverseProxyApplicationBuilder proxy)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        proxy.UseMiddleware<MessageMiddleware>();
        proxy.Use(proxy.ApplicationServices.GetRequiredService<ExchangeEntrances>().Lead);
        proxy.UseMiddleware<OAuthMiddleware>();
        proxy.UseMiddleware<QrLoginMiddleware>();
        proxy.Use(proxy.ApplicationServices.GetRequiredService<BackendPipeline>().Connect);
        return proxy;
    }

    /// <summary>
    /// Adds a middleware for the routes of an exchange. Their requests skip what stands between <see cref="UseWeChat"/> and it; all others
    /// pass through it.
    /// </summary>
    /// <typeparam name="TMiddleware">The middleware.</typeparam>
    /// <param name="proxy">YARP's pipeline.</param>
    /// <param name="exchange">What is exchanged on the routes, such as <see cref="WeChatRoute.Login"/>; its case does not matter.</param>
    public static IReverseProxyApplicationBuilder UseExchange<TMiddleware>(this IReverseProxyApplicationBuilder proxy, string exchange)
        where TMiddleware : class
    {
        ArgumentNullException.ThrowIfNull(proxy);
        var entrances = proxy.ApplicationServices.GetRequiredService<ExchangeEntrances>();
        proxy.Use(next =>
        {
            var rest = proxy.New();
            rest.UseMiddleware<TMiddleware>();
            rest.Run(next);
            return entrances.Add(exchange, rest.Build());
        });
        return proxy;
    }
}

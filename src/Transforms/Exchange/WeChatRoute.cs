using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>The metadata by which a YARP route says that it belongs to a WeChat service, and what is exchanged on it.</summary>
public static class WeChatRoute
{
    /// <summary>The metadata key that names the service.</summary>
    public const string Service = "WeChat.Service";

    /// <summary>The metadata key that names what is exchanged.</summary>
    public const string Exchange = "WeChat.Exchange";

    /// <summary>The exchange of messages: WeChat's pushes come in on the route, JSON goes to the cluster.</summary>
    public const string Message = "message";

    /// <summary>
    /// The exchange of OAuth redirects: browsers come back from WeChat's authorize page, and the cluster gets the user as JSON.
    /// </summary>
    public const string OAuth = "oauth";

    /// <summary>
    /// The start of OAuth redirects: the gateway sends browsers to WeChat and nothing to the cluster. Only generated routes have it.
    /// </summary>
    public const string OAuthStart = "oauth-start";

    /// <summary>The pages of sign-ins by QR code, and nothing to the cluster. Only generated routes have it.</summary>
    public const string QrLogin = "qr-login";

    /// <summary>
    /// The exchange of API calls: backends call the route, and the cluster is WeChat's API. For hosts that serve it.
    /// </summary>
    public const string Api = "api";

    /// <summary>The route parameter that says which page of <see cref="QrLogin"/> is asked for.</summary>
    internal const string PageParameter = "page";

    /// <summary>The route parameter by which a callback for many accounts learns whom a push is for.</summary>
    public const string AppIdParameter = "appid";

    /// <summary>
    /// The service of a route whose path names it, as the part <c>{service}</c>. Hosts use it for routes of their own exchanges.
    /// </summary>
    public const string AnyService = "{service}";

    /// <summary>Returns the name of the generated route, and of its cluster, for what is exchanged with a service.</summary>
    /// <param name="service">The service's name, or <see cref="AnyService"/>.</param>
    /// <param name="exchange">What is exchanged, such as <see cref="Message"/>.</param>
    public static string IdOf(string service, string exchange) => $"{service}.{exchange}";

    /// <summary>Returns the service that a route names, or <see langword="null"/> when it is a route for another exchange.</summary>
    /// <param name="route">The route.</param>
    /// <param name="exchange">What is to be exchanged on the route, such as <see cref="Message"/>; its case does not matter.</param>
    public static string? ServiceOf(RouteConfig route, string exchange)
    {
        ArgumentNullException.ThrowIfNull(route);
        return route.Metadata is { } metadata
            && metadata.TryGetValue(Exchange, out var exchanged)
            && exchanged.Equals(exchange, StringComparison.OrdinalIgnoreCase)
            && metadata.TryGetValue(Service, out var service)
                ? service
                : null;
    }
}

using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Endpoints;
using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.MiniPrograms.Proxy;

/// <summary>What the metadata of a route say about logins.</summary>
internal static class LoginRoute
{
    private const string Optional = "optional";

    /// <summary>Returns whether a route gets the headers of users.</summary>
    public static bool Is(RouteConfig route)
        => route.Metadata is { } metadata
            && metadata.TryGetValue(WeChatRoute.Exchange, out var exchange)
            && exchange.Equals(WeChatRoute.Login, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether a hand-written route needs a login. One that does not say so clearly does.</summary>
    public static bool IsRequired(RouteConfig route)
        => !string.Equals(route.Metadata?.GetValueOrDefault(WeChatRoute.LoginNeed), Optional, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether a route was written by hand with transforms, which decide by themselves what goes out.</summary>
    public static bool HasOwnTransforms(RouteConfig route) => !LoginPathRoute.IsApp(route) && route.Transforms is { Count: > 0 };

    /// <summary>Returns whether a route is for a mini program: it names its service, or its platform, or none.</summary>
    public static bool IsFor(RouteConfig route, LoginApp app)
        => route.Metadata?.GetValueOrDefault(WeChatRoute.Service) is not { } service
            || app.Service.Equals(service, StringComparison.OrdinalIgnoreCase)
            || app.ShownName.Equals(service, StringComparison.OrdinalIgnoreCase);
}

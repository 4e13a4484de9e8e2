using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Endpoints;
using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.MiniPrograms.Proxy;

/// <summary>What the metadata of a route of logged-in requests say; read once.</summary>
internal sealed class LoginRoute(RouteConfig route)
{
    private const string Optional = "optional";

    private readonly string? _service = route.Metadata?.GetValueOrDefault(WeChatRoute.Service);

    /// <summary>Gets a value indicating whether it is the gateway's own, for everything below <see cref="LoginPath.App"/>.</summary>
    public bool IsOwn { get; } = LoginPathRoute.IsApp(route);

    /// <summary>Gets a value indicating whether a hand-written route needs a login. One that does not say so clearly does.</summary>
    public bool IsRequired { get; }
        = !string.Equals(route.Metadata?.GetValueOrDefault(WeChatRoute.LoginNeed), Optional, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Gets a value indicating whether the route was written by hand with transforms, which decide by themselves what goes out.
    /// </summary>
    public bool HasTransforms { get; } = !LoginPathRoute.IsApp(route) && route.Transforms is { Count: > 0 };

    /// <summary>Returns whether a route gets the headers of users.</summary>
    public static bool Is(RouteConfig route)
        => route.Metadata is { } metadata
            && metadata.TryGetValue(WeChatRoute.Exchange, out var exchange)
            && exchange.Equals(WeChatRoute.Login, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether the route is for a mini program: it names its service, or its platform, or none.</summary>
    public bool IsFor(LoginApp app)
        => _service is null
            || app.Service.Equals(_service, StringComparison.OrdinalIgnoreCase)
            || app.ShownName.Equals(_service, StringComparison.OrdinalIgnoreCase);
}

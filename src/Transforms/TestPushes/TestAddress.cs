using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Services;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.TestPushes;

/// <summary>Finds where the pushes of a service go: the path of its route.</summary>
public static class TestAddress
{
    private const string AppId = "{" + WeChatRoute.AppIdParameter + "}";
    private const string AnyHost = "localhost";

    /// <summary>
    /// Returns the address; <see langword="null"/> when no route takes the service's pushes, or its path has a part that nobody knows.
    /// </summary>
    /// <param name="proxy">The routes.</param>
    /// <param name="service">The service.</param>
    public static Uri? Of(IProxyStateLookup proxy, WeChatService service)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        ArgumentNullException.ThrowIfNull(service);
        var callback = service.Callback.Name;
        return proxy.TryGetRoute(WeChatRoute.IdOf(callback, WeChatRoute.Message), out var own)
            && AddressOf(own.Config, service) is { } address
            ? address
            : proxy.GetRoutes().Select(route => AddressOf(route.Config, service)).FirstOrDefault(found => found is not null);
    }

    private static Uri? AddressOf(RouteConfig route, WeChatService service)
    {
        if (!service.Callback.Name.Equals(WeChatRoute.ServiceOf(route, WeChatRoute.Message), StringComparison.OrdinalIgnoreCase)
            || route.Match.Path is not { } pattern)
        {
            return null;
        }

        var path = pattern.Replace(AppId, service.Account.AppId.Value, StringComparison.OrdinalIgnoreCase);
        var host = route.Match.Hosts is [var first, ..] ? first.Replace("*", "any", StringComparison.Ordinal) : AnyHost;
        return !path.Contains('{', StringComparison.Ordinal)
            && Uri.TryCreate($"http://{host}/{path.TrimStart('/')}{QueryOf(route)}", UriKind.Absolute, out var url) ? url : null;
    }

    // Several accounts may share a path, and are told apart by what the query has.
    private static string QueryOf(RouteConfig route)
        => route.Match.QueryParameters is { Count: > 0 } parameters
            ? "?" + string.Join('&', parameters.Select(parameter
                => $"{Uri.EscapeDataString(parameter.Name)}={Uri.EscapeDataString(parameter.Values is [var first, ..] ? first : "")}"))
            : "";
}

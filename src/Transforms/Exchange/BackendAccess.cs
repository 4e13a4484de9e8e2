using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Services;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>Opens YARP's pipeline to messages that no push brings: load balancing, health checks and transforms are those of the route.</summary>
internal sealed class BackendAccess(IProxyStateLookup proxy, IServiceScopeFactory scopes)
{
    private volatile MessageDelegate? _backend;

    /// <summary>Gets the far end of the pipeline; <see langword="null"/> while the host has not put YARP's pipeline together.</summary>
    public MessageDelegate? Backend => _backend;

    /// <summary>Says where the far end is, once YARP's pipeline is put together.</summary>
    public void Open(MessageDelegate backend) => _backend = backend;

    /// <summary>Returns the context with which YARP calls a service's backend; <see langword="null"/> when there is no such route or no backend.</summary>
    /// <param name="service">The service.</param>
    /// <param name="route">The route on which the message came in. When it is gone, the service's own is taken.</param>
    public LentContext? Lend(WeChatService service, string route)
    {
        if (Find(service, route) is not { Cluster: { } cluster } found)
        {
            return null;
        }

        var destinations = cluster.DestinationsState;
        var lent = new LentContext(
            new ReverseProxyFeature
            {
                Route = found,
                Cluster = cluster.Model,
                AllDestinations = destinations.AllDestinations,
                AvailableDestinations = destinations.AvailableDestinations,
            },
            scopes);
        return lent.HasNoBackend ? null : lent;
    }

    private RouteModel? Find(WeChatService service, string route)
        => Find(route, service) ?? Find(WeChatRoute.IdOf(service.Name, WeChatRoute.Message), service);

    // A route of that name may be another one by now.
    private RouteModel? Find(string route, WeChatService service)
        => proxy.TryGetRoute(route, out var found) && service.Name.Equals(WeChatRoute.MessageService(found.Config), StringComparison.OrdinalIgnoreCase) ? found : null;
}

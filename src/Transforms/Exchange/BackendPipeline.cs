using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.Services;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>
/// The rest of YARP's pipeline after <c>UseWeChat</c>: load balancing, health checks and the forwarder. Pushes and redeliveries share it.
/// </summary>
internal sealed class BackendPipeline(IProxyStateLookup proxy, BackendForms forms, IServiceScopeFactory scopes)
{
    private volatile RequestDelegate? _forward;

    /// <summary>Gets a value indicating whether the host has built YARP's pipeline, so that backends can be called.</summary>
    public bool IsReady => _forward is not null;

    /// <summary>Takes the rest of the pipeline from the host and returns it unchanged.</summary>
    public RequestDelegate Connect(RequestDelegate forward) => _forward = forward;

    /// <summary>Sends a request through the pipeline.</summary>
    /// <exception cref="InvalidOperationException">The host did not call <c>UseWeChat</c>.</exception>
    public Task ForwardAsync(HttpContext context)
        => (_forward ?? throw new InvalidOperationException("The host has not built YARP's pipeline with UseWeChat."))(context);

    /// <summary>Returns a context to call a service's backend with, or <see langword="null"/> when no route serves the service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="route">The route on which the message came in. If it is gone, the service's own route is used.</param>
    public ExchangeContext? Open(WeChatService service, string route)
    {
        if (Find(service, route) is not { Cluster: { } cluster } found)
        {
            return null;
        }

        var destinations = cluster.DestinationsState;
        return new ExchangeContext(
            new ReverseProxyFeature
            {
                Route = found,
                Cluster = cluster.Model,
                AllDestinations = destinations.AllDestinations,
                AvailableDestinations = destinations.AvailableDestinations,
            },
            scopes);
    }

    /// <summary>
    /// Sends an exchange to the backend that a target names, in the form that it names; returns whether there are such.
    /// </summary>
    public bool TryAim(ExchangeContext exchange, MessageTarget? target)
    {
        if (!forms.TryFind(target?.Form, out var form))
        {
            return false;
        }

        exchange.Form = form;
        if (target?.ClusterId is not { } cluster || exchange.Proxy.Cluster.Config.ClusterId == cluster)
        {
            return true;
        }

        if (!proxy.TryGetCluster(cluster, out var found))
        {
            return false;
        }

        exchange.Aim(found);
        return true;
    }

    /// <summary>
    /// Sends a request of a browser to a backend of the section <c>Backends</c>; returns whether there is one of that name.
    /// </summary>
    public bool TryAim(HttpContext context, string backend)
    {
        if (!proxy.TryGetCluster(MessageTarget.ClusterOf(backend), out var found))
        {
            return false;
        }

        context.ReassignProxyRequest(found);
        return true;
    }

    private RouteModel? Find(WeChatService service, string route)
        => Find(route, service) ?? Find(WeChatRoute.IdOf(service.Callback.Name, WeChatRoute.Message), service);

    // After a reload, a route of that name may serve another callback.
    private RouteModel? Find(string route, WeChatService service)
        => proxy.TryGetRoute(route, out var found)
            && service.Callback.Name.Equals(WeChatRoute.ServiceOf(found.Config, WeChatRoute.Message), StringComparison.OrdinalIgnoreCase)
                ? found
                : null;
}

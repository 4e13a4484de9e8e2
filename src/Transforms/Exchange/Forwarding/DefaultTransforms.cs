using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms.Builder;

namespace WxYarpGateway.Transforms.Exchange.Forwarding;

/// <summary>Has YARP build the transforms of routes, and knows the routes on which they are but YARP's own defaults.</summary>
/// <remarks>
/// YARP asks its providers one after the other when it builds a route. This one only takes hold of the list that all add to. It looks at
/// the list when all have been asked, so that the order in which a host registers its own providers does not matter.
/// </remarks>
internal sealed class DefaultTransforms(Lazy<ITransformBuilder> yarp) : ITransformBuilder, ITransformProvider
{
    private readonly ConditionalWeakTable<RouteConfig, TransformBuilderContext> _underWay = [];
    private readonly ConditionalWeakTable<RouteConfig, Built> _routes = [];

    /// <summary>Returns whether the route of a request has no transforms but YARP's own defaults.</summary>
    public bool Have(ExchangeContext exchange)
        => _routes.TryGetValue(exchange.Proxy.Route.Config, out var built) && built.IsDefault && built.Cluster == exchange.RoutesCluster;

    /// <inheritdoc/>
    public HttpTransformer Build(RouteConfig route, ClusterConfig? cluster)
    {
        var transformer = yarp.Value.Build(route, cluster);
        if (_underWay.TryGetValue(route, out var context))
        {
            _underWay.Remove(route);
            _routes.AddOrUpdate(route, new Built(cluster, IsDefault(context)));
        }

        return transformer;
    }

    /// <inheritdoc/>
    public HttpTransformer Create(Action<TransformBuilderContext> action) => yarp.Value.Create(action);

    /// <inheritdoc/>
    public IReadOnlyList<Exception> ValidateRoute(RouteConfig route) => yarp.Value.ValidateRoute(route);

    /// <inheritdoc/>
    public IReadOnlyList<Exception> ValidateCluster(ClusterConfig cluster) => yarp.Value.ValidateCluster(cluster);

    /// <inheritdoc/>
    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    /// <inheritdoc/>
    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    /// <inheritdoc/>
    public void Apply(TransformBuilderContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (WeChatRoute.ServiceOf(context.Route, WeChatRoute.Message) is not null)
        {
            _underWay.AddOrUpdate(context.Route, context);
        }
    }

    private static bool IsDefault(TransformBuilderContext context) => context is
    {
        RequestTransforms.Count: 0,
        ResponseTransforms.Count: 0,
        ResponseTrailersTransforms.Count: 0,
        UseDefaultForwarders: null or true,
        CopyRequestHeaders: null or true,
        CopyResponseHeaders: null or true,
        CopyResponseTrailers: null or true,
    };

    private sealed record Built(ClusterConfig? Cluster, bool IsDefault);
}

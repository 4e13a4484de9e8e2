using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms.Builder;

namespace WxYarpGateway.Transforms.Exchange.Forwarding;

/// <summary>Knows the routes on which nothing is transformed but what YARP transforms by itself.</summary>
/// <remarks>
/// YARP asks its providers one after the other when it builds a route. Only the last one knows what all have added, so this one is not
/// among the host's services: <see cref="ForwardingExtensions"/> puts it behind all of those.
/// </remarks>
internal sealed class DefaultTransforms : ITransformProvider
{
    private readonly ConditionalWeakTable<RouteConfig, Built> _routes = [];

    /// <summary>Returns whether the route of a request has no transforms but YARP's own defaults.</summary>
    public bool Have(ExchangeContext exchange)
        => _routes.TryGetValue(exchange.Proxy.Route.Config, out var built) && built.IsDefault && built.Cluster == exchange.RoutesCluster;

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
        if (WeChatRoute.ServiceOf(context.Route, WeChatRoute.Message) is null)
        {
            return;
        }

        var isDefault = context is
        {
            RequestTransforms.Count: 0,
            ResponseTransforms.Count: 0,
            ResponseTrailersTransforms.Count: 0,
            UseDefaultForwarders: null or true,
            CopyRequestHeaders: null or true,
            CopyResponseHeaders: null or true,
            CopyResponseTrailers: null or true,
        };
        _routes.AddOrUpdate(context.Route, new Built(context.Cluster, isDefault));
    }

    private sealed record Built(ClusterConfig? Cluster, bool IsDefault);
}

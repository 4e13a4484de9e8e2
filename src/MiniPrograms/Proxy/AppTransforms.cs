using WxYarpGateway.MiniPrograms.Endpoints;
using Yarp.ReverseProxy.Transforms.Builder;

namespace WxYarpGateway.MiniPrograms.Proxy;

/// <summary>
/// Adds to the routes of logged-in requests what YARP's own transforms do not do; but not to a hand-written one that has transforms.
/// </summary>
internal sealed class AppTransforms : ITransformProvider
{
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
        if (LoginRoute.Is(context.Route) && new LoginRoute(context.Route) is { HasTransforms: false } route)
        {
            var prefix = route.IsOwn ? context.Route.Match.Path![..^LoginPathRoute.Below.Length] : "";
            context.RequestTransforms.Add(new IdentityTransform());
            context.RequestTransforms.Add(new WrittenPathTransform(prefix));
        }
    }
}

using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms.Builder;

namespace WxYarpGateway.Transforms.Tests.Exchange.Forwarding;

/// <summary>Asks providers in turn when it builds a route, as YARP's own builder does.</summary>
internal sealed class ProvidersInTurn : ITransformBuilder
{
    public List<Action<TransformBuilderContext>> Providers { get; } = [];

    public HttpTransformer Build(RouteConfig route, ClusterConfig? cluster)
    {
        var context = new TransformBuilderContext { Route = route, Cluster = cluster };
        Providers.ForEach(provider => provider(context));
        return HttpTransformer.Default;
    }

    public HttpTransformer Create(Action<TransformBuilderContext> action) => HttpTransformer.Default;

    public IReadOnlyList<Exception> ValidateRoute(RouteConfig route) => [];

    public IReadOnlyList<Exception> ValidateCluster(ClusterConfig cluster) => [];
}

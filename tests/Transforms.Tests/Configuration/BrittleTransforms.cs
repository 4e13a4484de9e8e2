using Yarp.ReverseProxy.Transforms.Builder;

namespace WxYarpGateway.Transforms.Tests.Configuration;

/// <summary>A host's own YARP transform that takes every route for valid, and cannot be built for one that it finds broken.</summary>
internal sealed class BrittleTransforms : ITransformProvider
{
    public const string Broken = "broken";

    public int Built { get; private set; }

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        Built++;
        if (context.Route.Match.Path?.Contains(Broken, StringComparison.Ordinal) == true)
        {
            throw new InvalidOperationException("There is no such template.");
        }
    }
}

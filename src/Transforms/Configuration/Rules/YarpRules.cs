using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms.Builder;

namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>Checks routes and clusters with YARP's own validators, and the metadata that this library reads.</summary>
internal sealed class YarpRules(IConfigValidator validator, ITransformBuilder? transforms, ConfigurationReport report)
{
    /// <summary>Reports what YARP refuses in a route.</summary>
    public async ValueTask CheckAsync(RouteConfig route, string path)
    {
        foreach (var error in await validator.ValidateRouteAsync(route))
        {
            report.Error(path, $"is refused by YARP: {error.Message.TrimEnd('.')}", "Correct the route");
        }
    }

    /// <summary>Reports what YARP refuses in a cluster.</summary>
    public async ValueTask CheckAsync(ClusterConfig cluster, string path)
    {
        if (cluster.Metadata?.GetValueOrDefault(ConnectionLifetime.Key) is { } lifetime && !ConnectionLifetime.TryParse(lifetime, out _))
        {
            report.Error(
                $"{path}:{nameof(ClusterConfig.Metadata)}:{ConnectionLifetime.Key}",
                $"must be a time from {ConnectionLifetime.Shortest} to {ConnectionLifetime.Longest}; it is {lifetime}",
                $"Write it as {ConnectionLifetime.Default}, or remove the key to get that");
        }

        foreach (var error in await validator.ValidateClusterAsync(cluster))
        {
            report.Error(path, $"is refused by YARP: {error.Message.TrimEnd('.')}", "Correct the cluster");
        }
    }

    /// <summary>
    /// Reports a route whose transforms are valid but cannot be built. YARP would fail only after the services were replaced.
    /// </summary>
    public void CheckTransforms(RouteConfig route, ClusterConfig? cluster, string path)
    {
        try
        {
            transforms?.Build(route, cluster);
        }
        catch (Exception exception)
        {
            // A host's own transforms may throw any exception.
            report.Error(path, $"has a route {route.RouteId} whose transforms cannot be built: {exception.Message.TrimEnd('.')}",
                "Correct the transforms, or the code that makes them");
        }
    }
}

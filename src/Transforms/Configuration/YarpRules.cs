using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms.Builder;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Holds routes and clusters to YARP's own rules, and to those of the metadata that this library reads.</summary>
internal sealed class YarpRules(IConfigValidator validator, ITransformBuilder? transforms, ConfigurationReport report)
{
    /// <summary>Reports what YARP would refuse in a route.</summary>
    public async ValueTask CheckAsync(RouteConfig route, string path)
    {
        foreach (var error in await validator.ValidateRouteAsync(route))
        {
            report.Fault(path, $"is refused by YARP: {error.Message.TrimEnd('.')}", "Correct the route");
        }
    }

    /// <summary>Reports what YARP would refuse in a cluster.</summary>
    public async ValueTask CheckAsync(ClusterConfig cluster, string path)
    {
        if (cluster.Metadata?.GetValueOrDefault(ConnectionLifetime.Key) is { } lifetime && !ConnectionLifetime.TryParse(lifetime, out _))
        {
            report.Fault(
                $"{path}:{nameof(ClusterConfig.Metadata)}:{ConnectionLifetime.Key}",
                $"must be a time from {ConnectionLifetime.Shortest} to {ConnectionLifetime.Longest}; it is {lifetime}",
                $"Write it as {ConnectionLifetime.Default}, or remove the key to get that");
        }

        foreach (var error in await validator.ValidateClusterAsync(cluster))
        {
            report.Fault(path, $"is refused by YARP: {error.Message.TrimEnd('.')}", "Correct the cluster");
        }
    }

    /// <summary>Reports a route whose transforms YARP takes for valid and cannot build: it would find out only when the services are replaced already.</summary>
    public void CheckTransforms(RouteConfig route, ClusterConfig? cluster, string path)
    {
        try
        {
            transforms?.Build(route, cluster);
        }
        catch (Exception exception)
        {
            // Transforms of a host's own may throw anything.
            report.Fault(path, $"has a route {route.RouteId} whose transforms cannot be built: {exception.Message.TrimEnd('.')}", "Correct the transforms, or the code that makes them");
        }
    }
}

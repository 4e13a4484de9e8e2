using WxYarpGateway.Transforms.Configuration.Reports;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>The result of checking a configuration without putting it in force.</summary>
/// <param name="Errors">The errors; empty when the configuration is valid.</param>
/// <param name="Warnings">The warnings, with or without errors.</param>
/// <param name="Services">The names of the services; empty when there are errors.</param>
/// <param name="Routes">The routes for YARP; empty when there are errors.</param>
/// <param name="Clusters">The clusters for YARP; empty when there are errors.</param>
public sealed record CheckedConfiguration(
    IReadOnlyList<ConfigurationError> Errors,
    IReadOnlyList<ConfigurationError> Warnings,
    IReadOnlyList<string> Services,
    IReadOnlyList<RouteConfig> Routes,
    IReadOnlyList<ClusterConfig> Clusters);

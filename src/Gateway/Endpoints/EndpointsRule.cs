using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Health;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>Checks <c>Gateway:Endpoints</c>: valid paths that do not overlap.</summary>
internal sealed class EndpointsRule : IGatewayRule
{
    /// <inheritdoc/>
    public void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report)
    {
        var endpoints = section.GetSection(nameof(GatewayOptions.Endpoints));
        if (!string.IsNullOrEmpty(endpoints.Value))
        {
            report.Error(endpoints.Path, "must be an object; it is a single value", "Write { \"Api\": \"/wxapi\" }");
        }

        foreach (var setting in endpoints.GetChildren())
        {
            if (EndpointOptions.Keys.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
            {
                CheckPath(setting, report);
            }
            else
            {
                report.WarnUnlessKnown(setting, EndpointOptions.Keys);
            }
        }

        CheckApart(endpoints, options.Endpoints.Served(), report);
    }

    /// <summary>Returns whether one path is the other, or lies below it.</summary>
    internal static bool IsWithin(string path, string other) => new PathString(Rooted(path)).StartsWithSegments(Rooted(other));

    private static void CheckPath(IConfigurationSection setting, ConfigurationReport report)
    {
        var path = setting.Value;
        var isPath = string.IsNullOrWhiteSpace(path)
            || (path.StartsWith('/') && path.TrimEnd('/').Length > 1 && !path.Contains("//", StringComparison.Ordinal)
                && PathRules.IsEndpointPath(path));
        if (!isPath || setting.GetChildren().Any())
        {
            report.Error(
                setting.Path,
                $"must be a path such as /{setting.Key.ToLowerInvariant()}, without {{ }} * ? # % \\ or spaces; "
                    + ConfigurationReport.ItIs(setting),
                "Correct the path, or set it to null to remove the endpoint");
        }
    }

    private static void CheckApart(
        IConfigurationSection endpoints, IReadOnlyList<(string Key, string Path)> served, ConfigurationReport report)
    {
        for (var index = 0; index < served.Count; index++)
        {
            var (key, path) = served[index];
            if (IsWithin(path, HealthEndpoint.Path))
            {
                report.Error(
                    endpoints.GetSection(key).Path,
                    $"is {path}, and {HealthEndpoint.Path} is where the gateway tells of its health",
                    "Choose another path");
            }

            foreach (var (otherKey, other) in served.Take(index).Where(earlier => Collide(served[index], earlier)))
            {
                report.Error(
                    endpoints.GetSection(key).Path,
                    $"is {path}, and {otherKey} is {other}: one lies within the other",
                    "Choose paths that do not");
            }
        }
    }

    private static bool Collide((string Key, string Path) one, (string Key, string Path) other)
        => Rooted(one.Path).Equals(Rooted(other.Path), StringComparison.OrdinalIgnoreCase)
            || Swallows(one, other.Path)
            || Swallows(other, one.Path);

    private static bool Swallows((string Key, string Path) endpoint, string path)
        => EndpointOptions.Prefixes.Contains(endpoint.Key) && IsWithin(path, endpoint.Path);

    private static string Rooted(string path) => path.StartsWith('/') ? path : "/" + path;
}

using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Routes;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>Checks the OAuth settings of services.</summary>
internal static class OAuthRules
{
    private const string FixPath = "Write the path that WeChat sends browsers back to, such as /redirect";
    private const string FixHost = "Write it as shop.example.com, with a port if need be";

    /// <summary>Reports errors within one service.</summary>
    public static void Check(ServiceSettings service, ConfigurationReport report)
    {
        CheckPath(service, nameof(ServiceOptions.OAuthPath), service.Options.OAuthPath, FixPath, report);
        var settings = service.Section.GetSection(nameof(ServiceOptions.OAuthReturnHosts)).GetChildren().ToList();
        foreach (var (index, host) in service.Options.OAuthReturnHosts.Index().Where(entry => ReturnHost.Parse(entry.Item) is null))
        {
            var at = settings.ElementAtOrDefault(index)?.Path;
            report.Error(at ?? $"{service.Section.Path}:{nameof(ServiceOptions.OAuthReturnHosts)}",
                $"must be a host without scheme, path or wildcard; it is {host}", FixHost);
        }

        if (OAuthRoutes.HasCluster(service) && string.IsNullOrEmpty(service.Options.AppSecret))
        {
            report.Warn($"{service.Section.Path}:{nameof(ServiceOptions.AppSecret)}", "is missing, so no redirect can be told whose it is",
                "Copy it from the WeChat console");
        }
    }

    /// <summary>Reports services whose OAuth redirects have no backend or no path.</summary>
    /// <param name="services">The services.</param>
    /// <param name="isServedByHand">Returns whether a hand-written route serves a service's OAuth redirects; <see langword="null"/> when
    /// that is not known.</param>
    /// <param name="report">Collects the errors.</param>
    public static void CheckRoutes(IReadOnlyList<ServiceSettings> services, Func<string, bool>? isServedByHand, ConfigurationReport report)
    {
        foreach (var service in services)
        {
            var hasPath = !string.IsNullOrEmpty(service.Options.OAuthPath);
            var hasBackend = Backends.IsSet(service.Options.OAuthBackend);
            if (hasPath == hasBackend || isServedByHand?.Invoke(service.Name) == true)
            {
                continue;
            }

            var path = $"{service.Section.Path}:{nameof(ServiceOptions.OAuthPath)}";
            var backend = $"{service.Section.Path}:{nameof(ServiceOptions.OAuthBackend)}";
            if (hasPath && isServedByHand is null)
            {
                report.Warn(backend, "is missing, and OAuthPath is set, so redirects are lost unless a route of the host's takes them",
                    "Write the address that redirects go to");
            }
            else if (hasPath)
            {
                report.Error(backend, "is missing, and OAuthPath is set", "Write the address that redirects go to, or remove OAuthPath");
            }
            else if (isServedByHand is not null)
            {
                report.Error(path, "is missing, and OAuthBackend is set", $"{FixPath}, or remove OAuthBackend");
            }
        }
    }

    /// <summary>Reports a path that browsers cannot be sent to.</summary>
    public static void CheckPath(ServiceSettings service, string key, string path, string fix, ConfigurationReport report)
    {
        if (string.IsNullOrEmpty(path))
        {
            return;
        }

        var at = $"{service.Section.Path}:{key}";
        if (!path.StartsWith('/'))
        {
            report.Error(at, $"must begin with a slash; it is {path}", fix);
        }
        else if (!PathRules.IsOAuthPath(path) || path.StartsWith("//", StringComparison.Ordinal))
        {
            report.Error(at, $"must consist of letters, digits, slashes and - . _ ~; it is {path}", fix);
        }
    }
}

using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>Checks that each path belongs to one service.</summary>
internal static class ServicePaths
{
    /// <summary>Returns the path without slashes at its ends; paths that match the same requests are then equal, ignoring case.</summary>
    public static string Plain(string path) => path.Trim('/');

    /// <summary>Reports paths that two services share, and services without any route for pushes.</summary>
    public static void Check(ServedByKind served, Func<string, bool>? isServedByHand, ConfigurationReport report)
    {
        var services = served.Plain;
        var owners = new Dictionary<string, (string Service, string What)>(StringComparer.OrdinalIgnoreCase);
        foreach (var service in services)
        {
            foreach (var (key, path, what) in PathsOf(service.Options))
            {
                if (owners.TryAdd(Plain(path), (service.Name, what)))
                {
                    continue;
                }

                var (owner, ownersWhat) = owners[Plain(path)];
                report.Error(
                    $"{service.Section.Path}:{key}",
                    $"{(what == key ? "is" : "makes")} {path}, which is the {ownersWhat} of service {owner} too",
                    owner == service.Name ? $"Give {ownersWhat} and {what} a path each" : $"Give {service.Name} and {owner} a path each");
                break;
            }

            if (string.IsNullOrEmpty(service.Options.MessagePath) && isServedByHand?.Invoke(service.Name) == false)
            {
                report.Warn(
                    $"{service.Section.Path}:{nameof(ServiceOptions.MessagePath)}",
                    "is missing, and no route names the service, so no push can reach it",
                    "Write the path of the server URL in the WeChat console, such as /wx");
            }
        }

        foreach (var (service, setting, route) in served.Routes)
        {
            var what = setting[(setting.LastIndexOf(':') + 1)..];
            if (route.Match.Path is { Length: > 0 } path && !owners.TryAdd(Plain(path), (service, what)))
            {
                var (owner, ownersWhat) = owners[Plain(path)];
                report.Error(
                    setting,
                    $"leads to {path}, which is the {ownersWhat} of service {owner} too",
                    owner == service ? $"Give {ownersWhat} and {what} a path each" : $"Give {service} and {owner} a path each");
            }
        }
    }

    private static IEnumerable<(string Key, string Path, string What)> PathsOf(ServiceOptions options)
    {
        if (!string.IsNullOrEmpty(options.MessagePath))
        {
            yield return (nameof(ServiceOptions.MessagePath), options.MessagePath, nameof(ServiceOptions.MessagePath));
        }

        if (!string.IsNullOrEmpty(options.OAuthPath))
        {
            yield return (nameof(ServiceOptions.OAuthPath), options.OAuthPath, nameof(ServiceOptions.OAuthPath));
            yield return (nameof(ServiceOptions.OAuthPath), OAuthRoutes.StartPath(options.OAuthPath), "start of redirects");
        }

        if (!string.IsNullOrEmpty(options.QrLoginPath))
        {
            yield return (nameof(ServiceOptions.QrLoginPath), options.QrLoginPath, nameof(ServiceOptions.QrLoginPath));
        }
    }
}

using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>The rule that a push must find its service by its path alone.</summary>
internal static class MessagePaths
{
    /// <summary>Returns whether two paths match the same requests.</summary>
    public static bool Same(string left, string right) => left.TrimStart('/').TrimEnd('/').Equals(right.TrimStart('/').TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    /// <summary>Reports paths that two services share, and services that nothing reaches.</summary>
    public static void Check(IReadOnlyList<ServiceSettings> services, Func<string, bool>? isServedByHand, ConfigurationReport report)
    {
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var service in services)
        {
            var path = service.Options.MessagePath;
            var at = $"{service.Section.Path}:{nameof(ServiceOptions.MessagePath)}";
            if (!string.IsNullOrEmpty(path))
            {
                var plain = path.Trim('/');
                if (!owners.TryAdd(plain, service.Name))
                {
                    report.Fault(at, $"is {path}, which is the MessagePath of service {owners[plain]} too", $"Give {service.Name} and {owners[plain]} a path each");
                }
            }
            else if (isServedByHand?.Invoke(service.Name) == false)
            {
                report.Warn(at, "is missing, and no route names the service, so no push can reach it", "Write the path of the server URL in the WeChat console, such as /wx");
            }
        }
    }
}

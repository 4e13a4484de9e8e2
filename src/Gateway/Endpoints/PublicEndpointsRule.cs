using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>The rules of <c>Gateway:EndpointsOnPublicListener</c>: never without API keys, and never in a service's way.</summary>
internal sealed class PublicEndpointsRule : IGatewayRule
{
    // The keys of a service that are paths on the public addresses.
    private static readonly string[] ServicePaths = ["MessagePath", "OAuthPath", "QrLoginPath"];

    /// <inheritdoc/>
    public void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report)
    {
        var setting = section.GetSection(nameof(GatewayOptions.EndpointsOnPublicListener));
        if (!string.IsNullOrWhiteSpace(setting.Value) && !bool.TryParse(setting.Value, out _))
        {
            report.Error(setting.Path, $"must be true or false; {ConfigurationReport.ItIs(setting)}", "Write true or false");
        }

        if (!options.EndpointsOnPublicListener)
        {
            return;
        }

        if (options.InternalApiKeys.Count == 0)
        {
            report.Error(
                setting.Path,
                "is true, and InternalApiKeys is missing: anybody could make QR codes, send template messages and read users and orders",
                "Add a key such as \"crm\": \"sha256:…\" to InternalApiKeys (made by: printf %s the-key | sha256sum), "
                    + "or set this to false");
        }

        CheckServices(section, options.Endpoints, report);
    }

    private static void CheckServices(IConfigurationSection section, EndpointOptions endpoints, ConfigurationReport report)
    {
        var shared = endpoints.ServedForServices();
        var paths = from service in section.GetSection("Services").GetChildren()
                    from key in ServicePaths
                    where !string.IsNullOrWhiteSpace(service[key])
                    select (service.Key, Name: key, Path: service[key]!.TrimEnd('/'));
        foreach (var (service, name, path) in paths)
        {
            foreach (var (key, _) in shared.Where(endpoint => endpoint.Path.Equals(path, StringComparison.OrdinalIgnoreCase)))
            {
                report.Error(
                    section.GetSection($"{nameof(GatewayOptions.Endpoints)}:{key}").Path,
                    $"is {path}, which is {name} of the service {service} too, and EndpointsOnPublicListener has both at one address",
                    "Choose another path");
            }
        }
    }
}

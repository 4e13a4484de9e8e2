using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Access;

/// <summary>The rule of <c>Gateway:InternalApiKeys</c>: digests only, so that the configuration opens nothing to who reads it.</summary>
internal sealed class InternalApiKeysRule : IGatewayRule
{
    private const string Fix = "Write sha256: and the 64 hexadecimal digits that this prints: printf %s the-key | sha256sum";

    private static readonly string[] Keys = [nameof(ApiKeyOptions.Hash), nameof(ApiKeyOptions.Scopes), nameof(ApiKeyOptions.Services)];

    /// <inheritdoc/>
    public void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report)
    {
        var keys = section.GetSection(nameof(GatewayOptions.InternalApiKeys));
        if (!string.IsNullOrEmpty(keys.Value))
        {
            report.Error(keys.Path, "must be an object; it is a single value", "Write { \"crm\": \"sha256:…\" }");
        }

        string[] services = [.. section.GetSection("Services").GetChildren().Select(service => service.Key)];
        foreach (var key in keys.GetChildren())
        {
            if (!key.GetChildren().Any())
            {
                CheckHash(key, report);
                continue;
            }

            foreach (var setting in key.GetChildren())
            {
                report.WarnUnlessKnown(setting, Keys);
            }

            CheckHash(key.GetSection(nameof(ApiKeyOptions.Hash)), report);
            CheckScopes(key.GetSection(nameof(ApiKeyOptions.Scopes)), report);
            CheckServices(key.GetSection(nameof(ApiKeyOptions.Services)), services, report);
        }
    }

    private static void CheckHash(IConfigurationSection hash, ConfigurationReport report)
    {
        if (ApiKeys.Parse(hash.Value) is null)
        {
            report.Error(hash.Path, $"must be {ApiKeys.Prefix} and 64 hexadecimal digits; {ConfigurationReport.ItIs(hash)}", Fix);
        }
    }

    private static void CheckScopes(IConfigurationSection scopes, ConfigurationReport report)
    {
        // A key that opens nothing is a mistake, and so is one that opens all because its list was forgotten.
        if (!scopes.GetChildren().Any())
        {
            report.Error(scopes.Path, "must be a list with one scope at least", $"Choose of {string.Join(", ", ApiKeyOptions.AllScopes)}");
        }

        foreach (var scope in scopes.GetChildren()
            .Where(scope => !ApiKeyOptions.AllScopes.Contains(scope.Value, StringComparer.OrdinalIgnoreCase)))
        {
            report.Error(
                scope.Path, $"must be a scope; {ConfigurationReport.ItIs(scope)}",
                    $"Choose of {string.Join(", ", ApiKeyOptions.AllScopes)}");
        }
    }

    private static void CheckServices(IConfigurationSection allowed, string[] services, ConfigurationReport report)
    {
        if (!string.IsNullOrEmpty(allowed.Value))
        {
            report.Error(allowed.Path, "must be a list; it is a single value", $"Write [ \"{allowed.Value}\" ]");
        }

        foreach (var service in allowed.GetChildren().Where(service => !services.Contains(service.Value, StringComparer.OrdinalIgnoreCase)))
        {
            report.Error(
                service.Path,
                $"names no service that is configured; {ConfigurationReport.ItIs(service)}",
                services.Length == 0 ? "Remove it" : $"Choose of {string.Join(", ", services.Order())}");
        }
    }
}

using WxYarpGateway.Database.Access;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Storage;

/// <summary>The rule that a database in use stays in use until the next start. Its options have been held to their own rules.</summary>
internal sealed class DatabaseRule(DatabaseAccess access) : IGatewayRule
{
    /// <inheritdoc/>
    public void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report)
    {
        if (access.DiffersFrom(options.Database))
        {
            report.Warn(
                section.GetSection(nameof(GatewayOptions.Database)).Path,
                "has changed, and the database is chosen at start: the old one stays in use",
                "Restart the gateway to use the new one");
        }
    }
}

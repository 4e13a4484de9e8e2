using System.Globalization;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Access.Limits;

/// <summary>The rule of <c>Gateway:Limits</c> that spans a reload: the number of connections changes at the next start only.</summary>
internal sealed class LimitsRule(Listener listener) : IGatewayRule
{
    /// <inheritdoc/>
    public void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report)
    {
        var path = section.GetSection(nameof(GatewayOptions.Limits)).GetSection(nameof(LimitOptions.Connections)).Path;
        if (listener.Connections is { } inUse && inUse != options.Limits.Connections && !report.HasErrorAt(path))
        {
            report.Warn(
                path,
                string.Create(CultureInfo.InvariantCulture, $"is {options.Limits.Connections}, but the gateway started with {inUse}"),
                "Restart the gateway to have it take so many");
        }
    }
}

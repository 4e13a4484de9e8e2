using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Transforms.CallbackIps;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Access;

/// <summary>The rule of <c>Gateway:KnownProxies</c>: addresses and ranges, never all there are.</summary>
internal sealed class KnownProxiesRule : IGatewayRule
{
    /// <inheritdoc/>
    public void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report)
    {
        var proxies = section.GetSection(nameof(GatewayOptions.KnownProxies));
        if (!string.IsNullOrEmpty(proxies.Value))
        {
            report.Error(proxies.Path, "must be a list; it is a single value", "Write [ \"10.0.0.5\" ]");
        }

        foreach (var proxy in proxies.GetChildren().Where(proxy => !AddressRange.TryParse(proxy.Value, out _) || proxy.GetChildren().Any()))
        {
            report.Error(
                proxy.Path,
                "must be an IP address such as 10.0.0.5, or a range such as 10.0.0.0/8, and not of all addresses; "
                    + ConfigurationReport.ItIs(proxy),
                "Write the address with which your proxy connects to the gateway");
        }
    }
}

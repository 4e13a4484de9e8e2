using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Configuration;

/// <summary>A rule of the gateway's own keys.</summary>
internal interface IGatewayRule
{
    /// <summary>Reports what is wrong.</summary>
    /// <param name="options">The options, bound once for all rules.</param>
    /// <param name="section">The section <c>Gateway</c>, for what was written before it became options.</param>
    /// <param name="report">Gets errors and warnings.</param>
    void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report);
}

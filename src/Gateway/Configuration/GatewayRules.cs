using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Gateway.Configuration;

/// <summary>Binds the gateway's own keys of a configuration that is being compiled, and has all rules look at the result.</summary>
internal sealed class GatewayRules(GatewayBinder binder, IEnumerable<IGatewayRule> rules) : IConfigurationRule
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Keys { get; } =
    [
        nameof(GatewayOptions.Urls), nameof(GatewayOptions.InternalUrls), nameof(GatewayOptions.CloudRunUrls),
        nameof(GatewayOptions.InternalApiKeys),
        nameof(GatewayOptions.KnownProxies), nameof(GatewayOptions.Limits), nameof(GatewayOptions.ShutdownDelay),
        nameof(GatewayOptions.Endpoints), nameof(GatewayOptions.EndpointsOnPublicListener), nameof(GatewayOptions.Certificates),
        nameof(GatewayOptions.VerifyFiles), nameof(GatewayOptions.Database),
    ];

    /// <inheritdoc/>
    public void Check(IConfigurationSection section, ConfigurationReport report)
    {
        var options = binder.Bind(section, report);
        foreach (var rule in rules)
        {
            rule.Check(options, section, report);
        }
    }
}

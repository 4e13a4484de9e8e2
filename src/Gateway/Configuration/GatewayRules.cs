using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Gateway.Configuration;

/// <summary>Binds the gateway's own keys of a configuration that is being compiled, and has all rules look at the result.</summary>
internal sealed class GatewayRules(GatewayBinder binder, IEnumerable<IGatewayRule> rules) : IConfigurationRule
{
    // Whoever binds them reads the value alone, and would not see what is below.
    private static readonly string[] SingleValues =
    [
        nameof(GatewayOptions.Urls), nameof(GatewayOptions.InternalUrls), nameof(GatewayOptions.CloudRunUrls),
        nameof(GatewayOptions.ShutdownDelay), nameof(GatewayOptions.EndpointsOnPublicListener),
    ];

    /// <summary>The keys that the gateway adds to those of the library.</summary>
    internal static readonly string[] OwnKeys =
    [
        nameof(GatewayOptions.Urls), nameof(GatewayOptions.InternalUrls), nameof(GatewayOptions.CloudRunUrls),
        nameof(GatewayOptions.InternalApiKeys),
        nameof(GatewayOptions.KnownProxies), nameof(GatewayOptions.Limits), nameof(GatewayOptions.ShutdownDelay),
        nameof(GatewayOptions.Endpoints), nameof(GatewayOptions.EndpointsOnPublicListener), nameof(GatewayOptions.Certificates),
        nameof(GatewayOptions.VerifyFiles), nameof(GatewayOptions.Database),
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Keys => OwnKeys;

    /// <inheritdoc/>
    public void Check(IConfigurationSection section, ConfigurationReport report)
    {
        var options = binder.Bind(section, report);
        foreach (var setting in SingleValues.Select(section.GetSection).Where(setting => setting.GetChildren().Any()))
        {
            report.Error(
                setting.Path, "must be a single value; it is a list or an object", "Write one value; addresses are separated by ;");
        }

        foreach (var rule in rules)
        {
            rule.Check(options, section, report);
        }
    }
}

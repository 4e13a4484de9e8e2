using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Logging;

/// <summary>The rule of the framework's section <c>Logging</c>: values that it would throw at are errors like others.</summary>
internal sealed class LoggingRule(IConfiguration configuration) : IGatewayRule
{
    /// <inheritdoc/>
    public void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report)
    {
        var logging = configuration.GetSection(GatewayLogging.Section);
        foreach (var (key, problem) in LogSettings.Problems(logging))
        {
            var setting = logging.GetSection(key);
            report.Error(
                setting.Path,
                $"{problem}; {ConfigurationReport.ItIs(setting)}",
                "Correct the value, or remove the key to get its default");
        }
    }
}

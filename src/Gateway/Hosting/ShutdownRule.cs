using System.Globalization;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>The rule of <c>Gateway:ShutdownDelay</c>: a time that leaves some for what is under way.</summary>
internal sealed class ShutdownRule : IGatewayRule
{
    /// <inheritdoc/>
    public void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report)
    {
        var setting = section.GetSection(nameof(GatewayOptions.ShutdownDelay));
        if (!string.IsNullOrWhiteSpace(setting.Value)
            && !(TimeSpan.TryParse(setting.Value, CultureInfo.InvariantCulture, out var delay)
                && delay >= TimeSpan.Zero
                && delay <= ShutdownTimes.LongestDelay))
        {
            report.Error(
                setting.Path,
                $"must be a time from 00:00:00 to {ShutdownTimes.LongestDelay}; it is {setting.Value}",
                $"Write it as {ShutdownTimes.Delay}");
        }
    }
}

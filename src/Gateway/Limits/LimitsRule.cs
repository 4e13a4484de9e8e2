using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Gateway.Limits;

/// <summary>The rules of <c>Gateway:Limits</c>.</summary>
internal sealed class LimitsRule(IOptions<KestrelServerOptions> server) : IConfigurationRule
{
    private static readonly LimitOptionsValidator[] Validators = [new()];

    /// <inheritdoc/>
    public void Check(IConfigurationSection section, ConfigurationReport report)
    {
        var limits = section.GetSection(LimitOptions.Section);
        var reader = new OptionsReader(report);
        var options = reader.Read<LimitOptions>(limits, []);
        reader.Validate(limits, options, Validators);

        var inUse = server.Value.Limits.MaxConcurrentConnections;
        var path = limits.GetSection(nameof(LimitOptions.Connections)).Path;
        if (inUse is not null && inUse != options.Connections && !report.HasErrorAt(path))
        {
            report.Warn(
                path,
                $"is {options.Connections.ToString(CultureInfo.InvariantCulture)}, but the gateway started with {inUse.Value.ToString(CultureInfo.InvariantCulture)}",
                "Restart the gateway to have it take so many");
        }
    }
}

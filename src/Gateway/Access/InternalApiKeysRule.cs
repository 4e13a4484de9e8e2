using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Access;

/// <summary>The rule of <c>Gateway:InternalApiKeys</c>: digests only, so that the configuration opens nothing to who reads it.</summary>
internal sealed class InternalApiKeysRule : IGatewayRule
{
    private const string Fix = "Write sha256: and the 64 hexadecimal digits that this prints: printf %s the-key | sha256sum";

    /// <inheritdoc/>
    public void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report)
    {
        var keys = section.GetSection(nameof(GatewayOptions.InternalApiKeys));
        if (!string.IsNullOrEmpty(keys.Value))
        {
            report.Error(keys.Path, "must be an object; it is a single value", "Write { \"crm\": \"sha256:…\" }");
        }

        foreach (var key in keys.GetChildren().Where(key => ApiKeys.Parse(key.Value) is null))
        {
            report.Error(key.Path, $"must be {ApiKeys.Prefix} and 64 hexadecimal digits; {ConfigurationReport.ItIs(key)}", Fix);
        }
    }
}

using System.Text.RegularExpressions;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Configuration.Files;

/// <summary>The rule that warns of keys which are in no section and were probably meant for one.</summary>
internal sealed partial class KeySpellingRule(IConfiguration configuration) : IGatewayRule
{
    private static readonly string[] Sections = [GatewayOptions.Section, "ReverseProxy", "Logging"];

    // Those of the library; the gateway's own are a list already.
    private static readonly string[] Keys =
        [.. GatewayRules.OwnKeys, "Backends", "LoginPaths", "PublicUrl", "Records", "Services", "Store", "WeChat"];

    /// <inheritdoc/>
    public void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report)
    {
        foreach (var setting in configuration.GetChildren())
        {
            // The environment has many names without anything below them, which are nobody's slips.
            if (setting.GetChildren().Any())
            {
                report.WarnIfNear(setting, Sections);
            }
            else if (!setting.Key.StartsWith(GatewayOptions.Section, StringComparison.OrdinalIgnoreCase))
            {
                // So that regular expressions are loaded for what may be a slip only.
                continue;
            }
            else if (Joined().Match(setting.Key) is { Success: true } joined
                && Keys.Contains(joined.Groups["key"].Value, StringComparer.OrdinalIgnoreCase)
                && !OfKubernetes().IsMatch(setting.Key))
            {
                report.Warn(
                    setting.Path,
                    "is not a known key; nothing reads it",
                    $"Did you mean {Separator().Replace(setting.Key, ":")}? In the environment write __ for each colon");
            }
            else if (setting.Key.StartsWith(GatewayEnvironment.Prefix, StringComparison.OrdinalIgnoreCase))
            {
                report.WarnIfNear(setting, GatewayEnvironment.Variables);
            }
        }
    }

    // Gateway_Services_shop_Token, Gateway.Urls; and on the command line Gateway__Urls, which only the environment splits.
    [GeneratedRegex("^Gateway[._-]+(?<key>[A-Za-z]+)([._-]|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Joined();

    // What Kubernetes sets for its own services, such as GATEWAY_STORE_SERVICE_HOST.
    [GeneratedRegex("_SERVICE_(HOST|PORT)|_PORT(_|$)", RegexOptions.CultureInvariant)]
    private static partial Regex OfKubernetes();

    [GeneratedRegex("[._-]+")]
    private static partial Regex Separator();
}

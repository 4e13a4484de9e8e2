using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Transforms.CallbackIps;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Platform.Configuration;

/// <summary>Checks from where pushes without a signature are taken, and that one platform alone takes them.</summary>
internal static class CloudRunRules
{
    private const string Key = $"{nameof(PlatformOptions.CloudRun)}:{nameof(CloudRunOptions.Networks)}";

    /// <summary>Reports errors of a platform.</summary>
    public static void Check(PlatformSettings platform, ConfigurationReport report)
    {
        var networks = platform.Section.GetSection(Key);
        foreach (var network in networks.GetChildren().Where(network => !AddressRange.TryParse(network.Value, out _)))
        {
            report.Error(
                network.Path,
                "must be an IP address such as 10.0.0.5, or a range such as 10.0.0.0/8, and not of all addresses; "
                    + ConfigurationReport.ItIs(network),
                "Write the network of the cloud hosting: whoever is in it can push anything");
        }
    }

    /// <summary>Reports a second platform that takes them.</summary>
    public static void CheckTogether(IReadOnlyList<PlatformSettings> platforms, ConfigurationReport report)
    {
        foreach (var platform in platforms.Where(platform => platform.Options.CloudRun.Networks.Count > 0).Skip(1))
        {
            report.Error(
                platform.PathOf(Key), "is set, and so is another platform's: the paths of cloud hosting do not name the platform",
                "Keep it at one of them");
        }
    }
}

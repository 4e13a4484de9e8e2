using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Hosting.CloudRun;

/// <summary>
/// The rules of <c>Gateway:CloudRunUrls</c>: their ports are nobody else's, since the port tells which pushes need no signature.
/// </summary>
internal sealed class CloudRunUrlsRule(Listener listener) : IGatewayRule
{
    private const string Fix = "Write it as http://0.0.0.0:7083";

    /// <inheritdoc/>
    public void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report)
    {
        var path = section.GetSection(nameof(GatewayOptions.CloudRunUrls)).Path;
        var urls = options.EachCloudRunUrl();
        var isWanted = IsWanted(section);
        if (urls.Count == 0 && isWanted)
        {
            report.Error(path, "names no address", Fix);
        }

        var ports = new List<int>();
        foreach (var url in urls)
        {
            if ((ListenAddress.WhatIsWrong(url, ListenAddress.InternalSchemes)
                ?? InternalUrlsRule.WhatIsWrong(BindingAddress.Parse(url))) is { } problem)
            {
                report.Error(path, $"{problem}; it is {url}", Fix);
            }
            else
            {
                ports.Add(BindingAddress.Parse(url).Port);
            }
        }

        if (isWanted)
        {
            CheckPorts(path, ports, options, report);
            CheckRestart(path, urls, report);
        }
    }

    private static bool IsWanted(IConfigurationSection section)
        => section.GetSection("Services").GetChildren().Any(service => service
            .GetSection($"{nameof(PlatformOptions.CloudRun)}:{nameof(CloudRunOptions.Networks)}").GetChildren().Any());

    private static void CheckPorts(string path, List<int> ports, GatewayOptions options, ConfigurationReport report)
    {
        var others = options.EachUrl().Where(url => ListenAddress.WhatIsWrong(url, ListenAddress.PublicSchemes) is null)
            .Concat(options.EachInternalUrl().Where(url => ListenAddress.WhatIsWrong(url, ListenAddress.InternalSchemes) is null))
            .Select(url => BindingAddress.Parse(url).Port)
            .ToHashSet();
        foreach (var port in ports.Where(port => port > 0 && others.Contains(port)).Distinct())
        {
            report.Error(
                path,
                $"has port {port}, which Urls or InternalUrls has too",
                "Give it a port of its own: pushes without a signature are taken there and nowhere else");
        }
    }

    private void CheckRestart(string path, IReadOnlyList<string> urls, ConfigurationReport report)
    {
        if (listener.CloudRunUrls is { Count: 0 })
        {
            report.Warn(
                path,
                $"is {string.Join(';', urls)}, and the gateway does not listen there yet: it started without a CloudRun section",
                "Restart the gateway to have it listen there");
        }
        else
        {
            UrlsRule.CheckRestart(path, urls, listener.CloudRunUrls, report);
        }
    }
}

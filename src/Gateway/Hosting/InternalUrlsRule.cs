using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>
/// The rules of <c>Gateway:InternalUrls</c>: their ports differ from the public ones, and other machines need API keys.
/// </summary>
internal sealed class InternalUrlsRule(Listener listener) : IGatewayRule
{
    private const string Fix = "Write it as http://127.0.0.1:7081";

    /// <inheritdoc/>
    public void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report)
    {
        var path = section.GetSection(nameof(GatewayOptions.InternalUrls)).Path;
        var urls = options.EachInternalUrl();
        if (urls.Count == 0)
        {
            report.Error(path, "names no address", Fix);
        }

        var addresses = new List<BindingAddress>();
        foreach (var url in urls)
        {
            if ((ListenAddress.WhatIsWrong(url, ListenAddress.InternalSchemes) ?? WhatIsWrong(BindingAddress.Parse(url))) is { } problem)
            {
                report.Error(path, $"{problem}; it is {url}", Fix);
            }
            else
            {
                addresses.Add(BindingAddress.Parse(url));
            }
        }

        CheckPorts(path, addresses, options, report);
        CheckKeys(section, addresses, options, report);
        UrlsRule.CheckRestart(path, urls, listener.InternalUrls, report);
    }

    /// <summary>Returns what is wrong with an address of a listener that is told from others by its port.</summary>
    internal static string? WhatIsWrong(BindingAddress address)
        => address.IsUnixPipe || address.IsNamedPipe ? "must have a port, by which the listeners are told apart" : null;

    private static void CheckPorts(string path, List<BindingAddress> addresses, GatewayOptions options, ConfigurationReport report)
    {
        // Port 0 becomes another port at each start.
        var publicPorts = options.EachUrl()
            .Where(url => ListenAddress.WhatIsWrong(url, ListenAddress.PublicSchemes) is null)
            .Select(url => BindingAddress.Parse(url).Port)
            .Where(port => port > 0)
            .ToHashSet();
        foreach (var port in addresses.Select(address => address.Port).Where(publicPorts.Contains).Distinct())
        {
            report.Error(
                path,
                $"has port {port}, which Urls has too",
                "Give the internal listener a port of its own: nothing internal may be reached on the public one");
        }
    }

    private void CheckKeys(
        IConfigurationSection section, List<BindingAddress> addresses, GatewayOptions options, ConfigurationReport report)
    {
        // The addresses in use count as well, since a change of them takes effect at the next start only.
        var inUse = listener.InternalUrls?.Select(url => BindingAddress.Parse(url)) ?? [];
        if (options.InternalApiKeys.Count == 0
            && addresses.Concat(inUse).FirstOrDefault(address => !ListenAddress.IsLoopback(address)) is { } open)
        {
            report.Error(
                section.GetSection(nameof(GatewayOptions.InternalApiKeys)).Path,
                $"is missing, and others than this machine can connect to {open}",
                "Add a key such as \"crm\": \"sha256:…\" (made by: printf %s the-key | sha256sum), or listen on http://127.0.0.1:7081");
        }
    }
}

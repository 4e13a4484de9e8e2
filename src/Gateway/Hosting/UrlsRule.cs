using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>The rule of <c>Gateway:Urls</c>: addresses that can be listened on, the same ones until the next start.</summary>
internal sealed class UrlsRule(Listener listener) : IGatewayRule
{
    private const string Fix = "Write it as http://0.0.0.0:7080, or as https://0.0.0.0:443 with Gateway:Certificates";

    /// <inheritdoc/>
    public void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report)
    {
        var path = section.GetSection(nameof(GatewayOptions.Urls)).Path;
        var urls = options.EachUrl();
        if (urls.Count == 0)
        {
            report.Error(path, "names no address", Fix);
        }

        foreach (var url in urls)
        {
            if (ListenAddress.WhatIsWrong(url, ListenAddress.PublicSchemes) is { } problem)
            {
                report.Error(path, $"{problem}; it is {url}", Fix);
            }
        }

        CheckRestart(path, urls, listener.Urls, report);
    }

    /// <summary>Warns of addresses that are not listened on before the next start.</summary>
    internal static void CheckRestart(string path, IReadOnlyList<string> urls, IReadOnlyList<string>? inUse, ConfigurationReport report)
    {
        if (inUse is not null && !inUse.SequenceEqual(urls, StringComparer.OrdinalIgnoreCase))
        {
            report.Warn(
                path,
                $"is {string.Join(';', urls)}, but the gateway listens on {string.Join(';', inUse)}",
                "Restart the gateway to have it listen there");
        }
    }
}

using WxYarpGateway.Gateway.Server;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Configuration;

/// <summary>The rule of <c>Gateway:Urls</c>: addresses that can be listened on, the same ones until the next start.</summary>
internal sealed class UrlsRule(Listener listener) : IConfigurationRule
{
    private const int LargestPort = 65535;
    private const string Mend = "Write it as http://0.0.0.0:7080";

    /// <inheritdoc/>
    public void Check(IConfigurationSection section, ConfigurationReport report)
    {
        var path = section.GetSection(nameof(GatewayOptions.Urls)).Path;
        var urls = GatewayOptions.Read(section).EachUrl();
        if (urls.Count == 0)
        {
            report.Fault(path, "names no address", Mend);
        }

        foreach (var url in urls)
        {
            if (WhatIsWrong(url) is { } problem)
            {
                report.Fault(path, $"{problem}; it is {url}", Mend);
            }
        }

        CheckRestart(path, urls, listener.Urls, report);
    }

    /// <summary>Warns of addresses that are not listened on before the next start.</summary>
    internal static void CheckRestart(string path, IReadOnlyList<string> urls, IReadOnlyList<string>? inUse, ConfigurationReport report)
    {
        if (inUse is not null && !inUse.SequenceEqual(urls, StringComparer.OrdinalIgnoreCase))
        {
            report.Warn(path, $"is {string.Join(';', urls)}, but the gateway listens on {string.Join(';', inUse)}", "Restart the gateway to have it listen there");
        }
    }

    /// <summary>Returns what is wrong with an address, or <see langword="null"/>.</summary>
    internal static string? WhatIsWrong(string url)
    {
        if (url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            return "must be http, since the gateway holds no certificate: TLS ends at the proxy before it";
        }

        try
        {
            var address = BindingAddress.Parse(url);
            if (address is { Port: 0, Host: "localhost" })
            {
                // Its two addresses would get a port each.
                return "must name a port, or 127.0.0.1 in place of localhost";
            }

            return !address.Scheme.Equals(Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase) || address.PathBase.Length > 0 || address is { IsUnixPipe: false, Port: < 0 or > LargestPort }
                ? "must be an http address without a path"
                : null;
        }
        catch (FormatException)
        {
            return "must be an http address without a path";
        }
    }
}

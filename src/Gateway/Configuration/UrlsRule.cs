using WxYarpGateway.Gateway.Server;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Gateway.Configuration;

/// <summary>The rule of <c>Gateway:Urls</c>: addresses that can be listened on, the same ones until the next start.</summary>
internal sealed class UrlsRule(Listener listener) : IConfigurationRule
{
    private const int LargestPort = 65535;
    internal static readonly string[] Schemes = [Uri.UriSchemeHttp, Uri.UriSchemeHttps];

    private const string Fix = "Write it as http://0.0.0.0:7080, or as https://0.0.0.0:443 with Gateway:Certificates";

    /// <inheritdoc/>
    public void Check(IConfigurationSection section, ConfigurationReport report)
    {
        var path = section.GetSection(nameof(GatewayOptions.Urls)).Path;
        var urls = GatewayOptions.Read(section).EachUrl();
        if (urls.Count == 0)
        {
            report.Error(path, "names no address", Fix);
        }

        foreach (var url in urls)
        {
            if (WhatIsWrong(url, Schemes) is { } problem)
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
            report.Warn(path, $"is {string.Join(';', urls)}, but the gateway listens on {string.Join(';', inUse)}", "Restart the gateway to have it listen there");
        }
    }

    /// <summary>Returns what is wrong with an address, or <see langword="null"/>.</summary>
    /// <param name="url">The address.</param>
    /// <param name="schemes">Which of http and https may be its scheme.</param>
    internal static string? WhatIsWrong(string url, params ReadOnlySpan<string> schemes)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address switch
            {
                // Its two addresses would get a port each.
                { Port: 0, Host: "localhost" } => "must name a port, or 127.0.0.1 in place of localhost",
                { IsUnixPipe: true } when !UnixSocketFile.IsShortEnough(address.UnixPipePath) => $"must have a socket path of at most {UnixSocketFile.LongestPath} bytes",
                { IsNamedPipe: true } or { IsUnixPipe: false, Port: < 0 or > LargestPort } or { PathBase.Length: > 0 } => MustBe(schemes),
                _ when schemes.Contains(address.Scheme.ToLowerInvariant()) => null,
                _ => Listener.IsTls(address) ? "must be http, since the public addresses alone speak TLS" : MustBe(schemes),
            };
        }
        catch (FormatException)
        {
            return MustBe(schemes);
        }
    }

    private static string MustBe(ReadOnlySpan<string> schemes) => $"must be an {string.Join(" or ", schemes.ToArray())} address without a path";
}

using System.Net;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Server;

/// <summary>Decides who may use the internal listener.</summary>
internal sealed class InternalAccess(GatewaySettings settings)
{
    private const string Localhost = "localhost";

    /// <summary>Gets a value indicating whether callers must send a key.</summary>
    public bool NeedsKey => !settings.ApiKeys.IsEmpty;

    /// <summary>Returns whether a request carries a key, or comes in where none is needed.</summary>
    // Validation sees to it that there are keys where others can connect. If they are missing all the same, nobody gets in.
    public bool Admits(HttpContext context)
        => NeedsKey
            ? settings.ApiKeys.Admits(context.Request.Headers)
            : context.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address) && IsOfAProgram(context.Request);

    // A browser on this machine connects as a program does, on behalf of any site: by the site's own name, once that leads to 127.0.0.1
    // (DNS rebinding), or from its pages (cross-site requests). Without keys, that is all that tells them apart.
    private static bool IsOfAProgram(HttpRequest request)
        => IsNoSite(request.Host.Host)
            && request.Headers.Origin.All(origin => Uri.TryCreate(origin, UriKind.Absolute, out var page) && (IsLocalhost(page.Host) || page.IsLoopback))
            && !request.Headers["Sec-Fetch-Site"].Contains("cross-site", StringComparer.OrdinalIgnoreCase);

    // An address is nobody's name; and a request without a host, as HTTP/1.0 has it, is no browser's.
    private static bool IsNoSite(string? host) => string.IsNullOrEmpty(host) || IsLocalhost(host) || IPAddress.TryParse(host, out _);

    private static bool IsLocalhost(string host)
        => host.Equals(Localhost, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + Localhost, StringComparison.OrdinalIgnoreCase);
}

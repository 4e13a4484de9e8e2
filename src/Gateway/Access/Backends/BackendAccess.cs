using System.Net;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;

namespace WxYarpGateway.Gateway.Access.Backends;

/// <summary>Decides who may use an endpoint for backends.</summary>
internal sealed class BackendAccess(MadeOfOptions<ApiKeys> apiKeys, Listener listener)
{
    private const string Localhost = "localhost";

    /// <summary>Returns whether a request may use its endpoint.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The key that it carries.</param>
    public bool IsOpen(HttpContext request, ApiKey? key) => (key is not null || TakesNoKey(request)) && !IsRefused(request, key);

    /// <summary>
    /// Returns whether a request needs no key: it comes from a program of this machine, and no keys are configured.
    /// </summary>
    public bool TakesNoKey(HttpContext request)

        // Validation makes sure that there are keys where others can connect. If keys are missing all the same, nobody gets in.
        => apiKeys.Current.IsEmpty
            && listener.IsInternal(request)
            && request.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address)
            && IsProgram(request.Request);

    /// <summary>
    /// Returns whether the endpoint is not open to a caller that was let in. The authentication service, which answers, gets to know why.
    /// </summary>
    public static bool IsRefused(HttpContext request, ApiKey? key)
    {
        if ((key is null ? KeyRefusal.OfNoKey(request) : KeyRefusal.Of(key, request)) is not { } refusal)
        {
            return false;
        }

        request.Features.Set(refusal);
        return true;
    }

    // A browser on this machine connects as a program does, on behalf of any site: by the site's own name, once that leads to 127.0.0.1
    // (DNS rebinding), or from its pages (cross-site requests). Without keys, only these headers tell browsers and programs apart.
    private static bool IsProgram(HttpRequest request)
        => IsNoSite(request.Host.Host)
            && (request.Headers.Origin is { Count: 0 } || request.Headers.Origin.All(
                origin => Uri.TryCreate(origin, UriKind.Absolute, out var page) && (IsLocalhost(page.Host) || page.IsLoopback)))
            && (request.Headers["Sec-Fetch-Site"] is not { Count: > 0 } site
                || !site.Contains("cross-site", StringComparer.OrdinalIgnoreCase));

    // No site has an address for its name. A request without a host, as in HTTP/1.0, comes from no browser.
    private static bool IsNoSite(string? host) => string.IsNullOrEmpty(host) || IsLocalhost(host) || IPAddress.TryParse(host, out _);

    private static bool IsLocalhost(string host)
        => host.Equals(Localhost, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + Localhost, StringComparison.OrdinalIgnoreCase);
}

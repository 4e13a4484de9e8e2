using Microsoft.AspNetCore.HttpOverrides;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Transforms.CallbackIps;
using IPNetwork = System.Net.IPNetwork;

namespace WxYarpGateway.Gateway.Access;

/// <summary>
/// Finds the client behind known proxies: the first address from the right of <c>X-Forwarded-For</c> that is no known proxy. The header
/// is ignored from any other peer.
/// </summary>
/// <remarks>
/// It runs after routing, so that <c>X-Forwarded-Host</c> tells backends how the client called us, and never leads to another route.
/// </remarks>
internal sealed class ClientAddressMiddleware(
    RequestDelegate next, Listener listener, MadeOfOptions<KnownProxies> knownProxies, ILoggerFactory loggers)
{
    private volatile Believing? _believing;

    /// <summary>Sets the request's remote address, scheme and host to the client's own.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        MakePlain(context.Connection);

        // Without a known proxy the framework would believe every peer.
        var proxies = knownProxies.Current.Networks;
        if (proxies.Count > 0 && listener.KindOf(context) == ListenerKind.Public)
        {
            Believe(proxies).ApplyForwarders(context);
            MakePlain(context.Connection);
        }

        return next(context);
    }

    // A dual-stack socket writes 10.0.0.1 as ::ffff:10.0.0.1.
    private static void MakePlain(ConnectionInfo connection)
    {
        if (connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } remote)
        {
            connection.RemoteIpAddress = AddressRange.Plain(remote);
        }

        if (connection.LocalIpAddress is { IsIPv4MappedToIPv6: true } local)
        {
            connection.LocalIpAddress = AddressRange.Plain(local);
        }
    }

    private ForwardedHeadersMiddleware Believe(IReadOnlyList<IPNetwork> proxies)
    {
        if (_believing is { } believing && ReferenceEquals(believing.Of, proxies))
        {
            return believing.Headers;
        }

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,

            // Any number of proxies in a row.
            ForwardLimit = null,
        };

        // By default the framework believes this machine.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            options.KnownIPNetworks.Add(proxy);
        }

        var headers = new ForwardedHeadersMiddleware(next, loggers, Microsoft.Extensions.Options.Options.Create(options));
        _believing = new Believing(proxies, headers);
        return headers;
    }

    private sealed record Believing(IReadOnlyList<IPNetwork> Of, ForwardedHeadersMiddleware Headers);
}

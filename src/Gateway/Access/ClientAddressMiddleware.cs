using Microsoft.AspNetCore.HttpOverrides;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Transforms.CallbackIps;
using IPNetwork = System.Net.IPNetwork;

namespace WxYarpGateway.Gateway.Access;

/// <summary>
/// Finds the client behind the proxies that are known: the first address from the right of <c>X-Forwarded-For</c> that is not one of
/// theirs. Nobody else is believed.
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

        // Without a single known proxy the framework would believe everybody.
        var proxies = knownProxies.Current.Networks;
        if (proxies.Count > 0 && !listener.IsInternal(context))
        {
            Believe(proxies).ApplyForwarders(context);
            MakePlain(context.Connection);
        }

        return next(context);
    }

    // A socket for both IPv4 and IPv6, or a proxy with one, writes 10.0.0.1 as ::ffff:10.0.0.1; everybody else means the same by it.
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

            // However many of them are in a row.
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

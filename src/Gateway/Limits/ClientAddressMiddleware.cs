using Microsoft.AspNetCore.HttpOverrides;
using WxYarpGateway.Gateway.Server;
using IPNetwork = System.Net.IPNetwork;

namespace WxYarpGateway.Gateway.Limits;

/// <summary>Finds the client behind the proxies that are known: the first address from the right of <c>X-Forwarded-For</c> that is not one of theirs. Nobody else is believed.</summary>
/// <remarks>It runs after routing, so that <c>X-Forwarded-Host</c> tells backends how the client called us, and never leads to another route.</remarks>
internal sealed class ClientAddressMiddleware(RequestDelegate next, Listener listener, LimitSettings settings, ILoggerFactory loggers)
{
    private volatile Believing? _believing;

    /// <summary>Sets the request's remote address, scheme and host to the client's own.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // Without a single known proxy the framework would believe everybody.
        var proxies = settings.KnownProxies;
        if (proxies.Count > 0 && !listener.IsInternal(context))
        {
            Believe(proxies).ApplyForwarders(context);
        }

        return next(context);
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

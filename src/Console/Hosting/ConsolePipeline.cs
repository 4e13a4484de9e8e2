using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using WxYarpGateway.Console.Configuration;
using IPNetwork = System.Net.IPNetwork;

namespace WxYarpGateway.Console.Hosting;

/// <summary>The part of the pipeline that keeps others out.</summary>
internal static class ConsolePipeline
{
    /// <summary>Adds the known proxies, the headers and the check of the origin.</summary>
    public static void UseConsoleSecurity(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ConsoleOptions>>().Value.KnownProxies is { Count: > 0 } proxies)
        {
            app.UseForwardedHeaders(Forwarded(proxies));
        }

        app.UseMiddleware<SecurityHeaders>();
        app.UseWebSockets();
        app.UseMiddleware<OwnOrigin>();
    }

    private static ForwardedHeadersOptions Forwarded(IEnumerable<string> proxies)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,

            // As many proxies as are known, one behind the other.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            options.KnownIPNetworks.Add(IPAddress.TryParse(proxy, out var address)
                ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
                : IPNetwork.Parse(proxy));
        }

        return options;
    }
}

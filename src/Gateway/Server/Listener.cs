using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Server;

/// <summary>Where the gateway listens: at <c>Gateway:Urls</c> and <c>Gateway:InternalUrls</c>, whatever ASP.NET Core's own settings and variables say.</summary>
internal sealed class Listener(IServer server, IConfiguration configuration, IHostApplicationLifetime lifetime)
{
    private volatile FrozenSet<int> _internalPorts = FrozenSet<int>.Empty;

    /// <summary>Gets the public addresses once they are chosen; a reload does not change them.</summary>
    public IReadOnlyList<string>? Urls { get; private set; }

    /// <summary>Gets the internal addresses once they are chosen; a reload does not change them.</summary>
    public IReadOnlyList<string>? InternalUrls { get; private set; }

    /// <summary>Has the server listen on the configured addresses when it starts.</summary>
    public void Choose()
    {
        var options = GatewayOptions.Read(configuration.GetSection(GatewayOptions.Section));
        Urls = options.EachUrl();
        InternalUrls = options.EachInternalUrl();
        _internalPorts = PortsOf(InternalUrls);

        // A server for tests has no addresses.
        if (server.Features.Get<IServerAddressesFeature>() is { } feature)
        {
            feature.Addresses.Clear();
            foreach (var url in Urls.Concat(InternalUrls))
            {
                feature.Addresses.Add(url);
            }

            // What port 0 became is known only after the start. The server keeps the order of its addresses.
            if (InternalUrls.Any(url => BindingAddress.Parse(url).Port == 0))
            {
                lifetime.ApplicationStarted.Register(() => _internalPorts = PortsOf(InternalAddresses()));
            }
        }
    }

    /// <summary>Gets the internal addresses of the running server, with their true ports.</summary>
    public IEnumerable<string> InternalAddresses() => server.Features.Get<IServerAddressesFeature>()?.Addresses.Skip(Urls?.Count ?? 0) ?? [];

    /// <summary>Returns whether a request came in on an internal address: by the port of its connection, which no header can change.</summary>
    public bool IsInternal(HttpContext context) => _internalPorts.Contains(context.Connection.LocalPort);

    /// <summary>Returns whether a connection came in on an internal address.</summary>
    public bool IsInternal(EndPoint? local) => local is IPEndPoint { Port: var port } && _internalPorts.Contains(port);

    /// <summary>Returns whether only this machine can reach an address.</summary>
    public static bool IsLoopback(BindingAddress address)
        => address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));

    private static FrozenSet<int> PortsOf(IEnumerable<string> urls) => urls.Select(url => BindingAddress.Parse(url).Port).Where(port => port > 0).ToFrozenSet();
}

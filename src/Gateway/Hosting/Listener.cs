using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using WxYarpGateway.Gateway.Certificates;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Platform.Platforms;

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>
/// Listens on <c>Gateway:Urls</c>, <c>Gateway:InternalUrls</c> and, where a platform asks for it, <c>Gateway:CloudRunUrls</c>; ignores the
/// settings and variables of ASP.NET Core.
/// </summary>
internal sealed class Listener(
    IServer server,
    IOptions<KestrelServerOptions> kestrel,
    ServerCertificates certificates,
    PlatformCatalog platforms,
    IHostApplicationLifetime lifetime)
{
    private volatile ToldPorts _ports = new([], []);

    /// <summary>Gets the public addresses once they are chosen; a reload does not change them.</summary>
    public IReadOnlyList<string>? Urls { get; private set; }

    /// <summary>Gets the internal addresses once they are chosen; a reload does not change them.</summary>
    public IReadOnlyList<string>? InternalUrls { get; private set; }

    /// <summary>Gets the addresses for cloud hosting once they are chosen: none without a platform that asks for them.</summary>
    public IReadOnlyList<string>? CloudRunUrls { get; private set; }

    /// <summary>Gets how many connections an address takes at a time, once it is chosen; a reload does not change it.</summary>
    public int? Connections { get; private set; }

    /// <summary>Has the server listen on the configured addresses, and take as many connections as configured, when it starts.</summary>
    public void Choose(GatewayOptions options)
    {
        Connections = options.Limits.Connections;
        kestrel.Value.Limits.MaxConcurrentConnections = Connections;

        // WebSockets of hand-written routes are counted apart.
        kestrel.Value.Limits.MaxConcurrentUpgradedConnections = Connections;
        Urls = options.EachUrl();
        InternalUrls = options.EachInternalUrl();
        CloudRunUrls = platforms.Current.Values.Any(platform => platform.TakesCloudRun) ? options.EachCloudRunUrl() : [];
        _ports = new(PortsOf(InternalUrls), PortsOf(CloudRunUrls));

        // A server for tests has no addresses.
        if (server.Features.Get<IServerAddressesFeature>() is { } feature)
        {
            feature.Addresses.Clear();
            foreach (var url in EachUrl())
            {
                Listen(BindingAddress.Parse(url));
            }

            // The server chooses a port for 0 when it starts, and keeps the order of its addresses.
            if (InternalUrls.Concat(CloudRunUrls).Any(url => BindingAddress.Parse(url).Port == 0))
            {
                lifetime.ApplicationStarted.Register(() => _ports = new(PortsOf(InternalAddresses()), PortsOf(CloudRunAddresses())));
            }
        }
    }

    /// <summary>Returns all addresses that are chosen.</summary>
    public IReadOnlyList<string> EachUrl() => [.. Urls ?? [], .. InternalUrls ?? [], .. CloudRunUrls ?? []];

    /// <summary>
    /// Deletes sockets that a killed gateway left behind; returns why it cannot listen on one, or <see langword="null"/>.
    /// </summary>
    public string? FreeSockets()
        => Urls?.Select(url => BindingAddress.Parse(url))
            .Where(address => address.IsUnixPipe)
            .Select(address => UnixSocketFile.Free(address.UnixPipePath))
            .FirstOrDefault(problem => problem is not null);

    /// <summary>Gets the internal addresses of the running server, with their true ports.</summary>
    public IEnumerable<string> InternalAddresses() => Addresses(Urls?.Count ?? 0, InternalUrls?.Count ?? 0);

    /// <summary>Gets the running server's addresses for cloud hosting, with their true ports.</summary>
    public IEnumerable<string> CloudRunAddresses() => Addresses((Urls?.Count + InternalUrls?.Count) ?? 0, CloudRunUrls?.Count ?? 0);

    /// <summary>Returns on which listener a request came in: by the port of its connection, which no header can change.</summary>
    public ListenerKind KindOf(HttpContext context) => KindOf(context.Connection.LocalPort);

    /// <summary>Returns whether a request came in on an internal address.</summary>
    public bool IsInternal(HttpContext context) => KindOf(context) == ListenerKind.Internal;

    /// <summary>Returns whether a connection came in on an internal address.</summary>
    public bool IsInternal(EndPoint? local) => local is IPEndPoint { Port: var port } && KindOf(port) == ListenerKind.Internal;

    private static int[] PortsOf(IEnumerable<string> urls)
        => [.. urls.Select(url => BindingAddress.Parse(url).Port).Where(port => port > 0)];

    private ListenerKind KindOf(int port)
    {
        var ports = _ports;
        return ports.Internal.Contains(port) ? ListenerKind.Internal
            : ports.CloudRun.Contains(port) ? ListenerKind.CloudRun : ListenerKind.Public;
    }

    private IEnumerable<string> Addresses(int first, int count)
        => server.Features.Get<IServerAddressesFeature>()?.Addresses.Skip(first).Take(count) ?? [];

    // One by one: for addresses of the server, Kestrel wants one certificate before the start.
    private void Listen(BindingAddress address)
    {
        if (address.IsUnixPipe)
        {
            kestrel.Value.ListenUnixSocket(address.UnixPipePath, Encrypt);
        }
        else if (address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            kestrel.Value.ListenLocalhost(address.Port, Encrypt);
        }
        else if (IPAddress.TryParse(address.Host, out var ip))
        {
            kestrel.Value.Listen(ip, address.Port, Encrypt);
        }
        else
        {
            // A name, or an asterisk, stands for all addresses of this machine.
            kestrel.Value.ListenAnyIP(address.Port, Encrypt);
        }

        void Encrypt(ListenOptions endpoint)
        {
            if (ListenAddress.IsTls(address))
            {
                endpoint.UseHttps(certificates.Handshake());
            }
        }
    }

    /// <summary>The ports of all listeners but the public ones: few, so that a table would be no quicker.</summary>
    private sealed record ToldPorts(int[] Internal, int[] CloudRun);
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using WxYarpGateway.Import.Configuration;

namespace WxYarpGateway.Import.GoWxGateway;

/// <summary>Writes the addresses that the gateway listens on.</summary>
internal static class ListenerSection
{
    private const int DefaultPort = 7080;
    private const int LargestPort = 65535;
    private const string AllAddresses = "*";
    private const string NoPort = "fill in the port, if it is another one: without a listen-port, go-wx-gateway took any that was free";
    private const string OtherInternalUrl = "http://127.0.0.1:7082";

    /// <summary>Adds the public addresses, and the internal ones that go-wx-gateway did not have.</summary>
    public static void AddTo(CommentedObject gateway, SourceObject source)
    {
        var port = PortOf(source.Number(GoGatewayKeys.ListenPort));
        var url = UrlOf(source.Text(GoGatewayKeys.ListenHost), port.Value);
        gateway.Add(GatewayKeys.Urls, url.Value, [.. port.Notes, .. url.Notes]);

        // The internal listener must not share the public port.
        gateway.Add(
            GatewayKeys.InternalUrls,
            port.Value == GatewayKeys.UsualInternalPort ? OtherInternalUrl : GatewayKeys.UsualInternalUrl,
            "for backends on this machine; for others: another address, and InternalApiKeys");
    }

    private static Found<int> PortOf(Found<long?> found) => found.Value switch
    {
        > 0 and <= LargestPort and var port => new((int)port, found.Notes),
        null or 0 => new(DefaultPort, [.. found.Notes, NoPort]),
        _ => new(DefaultPort, [.. found.Notes, "fill in the port: the listen-port was none"]),
    };

    private static Found<string> UrlOf(Found<string> host, int port)
    {
        var trimmed = Hints.WithoutExplanation(host).Value.Trim();
        if (trimmed.Length == 0)
        {
            return new(Url(AllAddresses, port), host.Notes);
        }

        if (IPAddress.TryParse(trimmed.Trim('[', ']'), out var address))
        {
            return new(Url(address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString(), port), host.Notes);
        }

        if (Uri.CheckHostName(trimmed) != UriHostNameType.Dns)
        {
            var note = $"fill in the address, if it is not to be all of them: {CommentText.Quote(trimmed)} was the listen-host";
            return new(Url(AllAddresses, port), [.. host.Notes, note]);
        }

        var url = Url(trimmed, port);
        return trimmed.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            ? new(url, host.Notes)
            : new(url, [.. host.Notes, "with a name in it, all addresses are listened on: write an IP address to have one"]);
    }

    private static string Url(string host, int port) => string.Create(CultureInfo.InvariantCulture, $"http://{host}:{port}");
}

using System.Net;
using System.Net.Sockets;

namespace WxYarpGateway.MiniPrograms.Replies;

/// <summary>
/// Connects to hosts of pictures. The address that was checked is the one that is connected to, so a name that means another address a
/// moment later gains nothing.
/// </summary>
internal sealed class PictureNetwork
{
    /// <summary>Gets what finds the addresses of a host.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Gets what says whether an address may be connected to.</summary>
    public Func<IPAddress, bool> IsAllowed { get; init; } = PublicAddress.Is;

    /// <summary>Connects; throws <see cref="PictureRefusedException"/> when the host has an address that is not allowed.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint;
        var addresses = IPAddress.TryParse(host.Host, out var given) ? [given] : await Resolve(host.Host, cancellationToken);

        // A host with one foot in a network of somebody's own is none for pictures.
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, address => IsAllowed(address)))
        {
            throw new PictureRefusedException("its host has an address that is not one of the internet");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, host.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

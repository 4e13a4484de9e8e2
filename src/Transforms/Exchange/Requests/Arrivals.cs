using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace WxYarpGateway.Transforms.Exchange.Requests;

/// <summary>
/// Finds out when a request arrived. On a busy machine it waits in the kernel and the thread pool before the gateway sees it.
/// </summary>
internal sealed class Arrivals(TimeProvider clock)
{
    // Linux' TCP_INFO, and the offset of tcpi_last_data_recv: the milliseconds since the connection last received data.
    private const int Tcp = 6;
    private const int TcpInfo = 11;
    private const int LastReceived = 52;

    // WeChat gives up after five seconds, so a larger age is a wrong reading.
    private const uint Longest = 10_000;

    private volatile bool _isKnown = OperatingSystem.IsLinux() && ReferenceEquals(clock, TimeProvider.System);

    /// <summary>
    /// Returns the moment at which the newest part of a request arrived, a timestamp of the <see cref="TimeProvider"/>; now where nobody
    /// knows.
    /// </summary>
    public long Of(HttpContext context)
    {
        var now = clock.GetTimestamp();
        return _isKnown && context.Features.Get<IConnectionSocketFeature>()?.Socket is { AddressFamily: not AddressFamily.Unix } socket
            ? now - (AgeOf(socket) * clock.TimestampFrequency / 1000)
            : now;
    }

    private long AgeOf(Socket socket)
    {
        Span<byte> info = stackalloc byte[LastReceived + sizeof(uint)];
        try
        {
            var age = socket.GetRawSocketOption(Tcp, TcpInfo, info) == info.Length ? BitConverter.ToUInt32(info[LastReceived..]) : 0;
            return age <= Longest ? age : 0;
        }
        catch (SocketException exception)
        {
            // The system does not support the option; do not ask again.
            _isKnown = exception.SocketErrorCode is not (SocketError.ProtocolOption or SocketError.OperationNotSupported);
            return 0;
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }
}

using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace WxYarpGateway.Transforms.Exchange.Requests;

/// <summary>Asks the kernel how long ago a connection received data: a system call, of Linux and TCP only.</summary>
internal sealed class SocketAge
{
    // Linux' TCP_INFO, and the offset of tcpi_last_data_recv: the milliseconds since the connection last received data.
    private const int Tcp = 6;
    private const int TcpInfo = 11;
    private const int LastReceived = 52;

    // WeChat gives up after five seconds, so a larger age is a wrong reading.
    private const uint Longest = 10_000;

    private volatile bool _isKnown = OperatingSystem.IsLinux();

    /// <summary>Returns the age of the newest part of a request; <see langword="null"/> where nobody knows.</summary>
    public TimeSpan? Of(HttpContext context)
        => _isKnown && context.Features.Get<IConnectionSocketFeature>()?.Socket is { AddressFamily: not AddressFamily.Unix } socket
            ? Of(socket)
            : null;

    private TimeSpan? Of(Socket socket)
    {
        Span<byte> info = stackalloc byte[LastReceived + sizeof(uint)];
        try
        {
            return socket.GetRawSocketOption(Tcp, TcpInfo, info) == info.Length
                && BitConverter.ToUInt32(info[LastReceived..]) is var age and <= Longest
                    ? TimeSpan.FromMilliseconds(age)
                    : null;
        }
        catch (SocketException exception)
        {
            // The system does not support the option; do not ask again.
            _isKnown = exception.SocketErrorCode is not (SocketError.ProtocolOption or SocketError.OperationNotSupported);
            return null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }
}

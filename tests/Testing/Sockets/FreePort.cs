using System.Net;
using System.Net.Sockets;

namespace WxYarpGateway.Testing.Sockets;

/// <summary>Finds ports for servers that must be told theirs: ones that nobody listens on, and nobody will.</summary>
public static class FreePort
{
    // Below the range from which the system takes ports for outgoing connections (Linux: 32768 and up). One of those may be free now
    // and in use a moment later, when tests beside this one make thousands of connections.
    private const int First = 10_240;
    private const int Last = 26_000;

    private static int _next = Random.Shared.Next(First, Last);

    /// <summary>Returns a port that was not returned before in this process.</summary>
    public static int Next()
    {
        for (var tries = 0; tries < Last - First; tries++)
        {
            var port = First + (Interlocked.Increment(ref _next) % (Last - First));
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException("There is no free port.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

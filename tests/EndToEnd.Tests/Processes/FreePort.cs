using System.Net;
using System.Net.Sockets;

namespace WxYarpGateway.EndToEnd.Tests.Processes;

/// <summary>Finds ports that nobody listens on, for processes that others must find.</summary>
internal static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

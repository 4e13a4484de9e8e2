using System.Net;
using System.Net.Sockets;

namespace WxYarpGateway.Demo;

/// <summary>Finds ports for the demo: the usual ones, unless something else listens there.</summary>
internal static class FreePort
{
    public static string UrlOf(int usual)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, usual));
            return $"http://127.0.0.1:{usual}";
        }
        catch (SocketException)
        {
            return "http://127.0.0.1:0";
        }
    }
}

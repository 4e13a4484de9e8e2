using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace WxYarpGateway.Demo;

/// <summary>Finds ports for the demo: the usual ones, unless something else listens there.</summary>
internal static class FreePort
{
    public static string UrlOf(int usual) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Next(usual)}");

    /// <summary>Returns a port that was free a moment ago.</summary>
    public static int Next(int usual) => TryBind(usual) ?? TryBind(0)!.Value;

    private static int? TryBind(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return ((IPEndPoint)probe.LocalEndPoint!).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}

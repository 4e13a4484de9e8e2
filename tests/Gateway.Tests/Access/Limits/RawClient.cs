using System.Net.Sockets;
using System.Text;

namespace WxYarpGateway.Gateway.Tests.Access.Limits;

/// <summary>A client that keeps to no rules: it sends what it likes, as slowly as it likes.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _tcp = new();

    private RawClient()
    {
    }

    // Kept, since a connection of which one half is closed gives it away no more.
    private NetworkStream Stream { get; set; } = null!;

    public static async Task<RawClient> ConnectAsync(Uri address)
    {
        var client = new RawClient();
        await client._tcp.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        client.Stream = client._tcp.GetStream();
        return client;
    }

    /// <summary>Sends a text; returns whether the server still took it.</summary>
    public Task<bool> TrySendAsync(string text) => TrySendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends bytes; returns whether the server still took them.</summary>
    public async Task<bool> TrySendAsync(byte[] bytes)
    {
        try
        {
            await Stream.WriteAsync(bytes, TestContext.Current.CancellationToken);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Says that nothing more will be sent, and goes on listening: a connection closed by half.</summary>
    public void EndSending() => _tcp.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Returns all that the server sends until it closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var all = new MemoryStream();
        try
        {
            await Stream.CopyToAsync(all, TestContext.Current.CancellationToken).WaitAsync(
                TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Closed with what we sent still unread.
        }

        return Encoding.Latin1.GetString(all.ToArray());
    }

    public void Dispose() => _tcp.Dispose();
}

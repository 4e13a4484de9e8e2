using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WxYarpGateway.Gateway.Tests.Exchange;

/// <summary>A backend that is a socket: it shows every byte of the requests, and answers with whichever bytes a test likes.</summary>
internal sealed class RawBackend : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<RawCall> _calls = [];
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;

    public RawBackend()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Gets or sets what happens when a request is read; by default an empty answer of 200.</summary>
    public Func<RawCall, Socket, CancellationToken, Task> Script { get; set; } = (_, socket, cancelled) => SendAsync(
        socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", cancelled);

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public IReadOnlyList<RawCall> Calls => [.. _calls];

    /// <summary>Sends text, one byte a character.</summary>
    public static async Task SendAsync(Socket socket, string text, CancellationToken cancellationToken)
        => await socket.SendAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

    /// <summary>Hangs up with a reset, as a process does that dies.</summary>
    public static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var socket = await _listener.AcceptSocketAsync(_end.Token);
            socket.NoDelay = true;
            _connections.Add(ServeAsync(socket));
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            while (await ReadAsync(socket) is { } call)
            {
                _calls.Enqueue(call);
                await Script(call, socket, _end.Token);
            }
        }
    }

    private async Task<RawCall?> ReadAsync(Socket socket)
    {
        var bytes = new List<byte>();
        var packets = 0;
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, _end.Token);
            if (read == 0)
            {
                return null;
            }

            packets++;
            bytes.AddRange(buffer.AsSpan(0, read));
            var text = Encoding.Latin1.GetString([.. bytes]);
            if (text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is > 0 and var end && text.Length >= end + 4 + LengthOf(text))
            {
                return new RawCall(text[..end], text[(end + 4)..], packets);
            }
        }
    }

    private static int LengthOf(string head)
    {
        const string Name = "\r\nContent-Length: ";
        var start = head.IndexOf(Name, StringComparison.Ordinal) + Name.Length;
        return int.Parse(head.AsSpan(start, head.IndexOf('\r', start) - start), CultureInfo.InvariantCulture);
    }
}


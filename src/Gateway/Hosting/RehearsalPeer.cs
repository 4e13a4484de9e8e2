using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>Stands in for a backend and for WeChat while the way of a push is rehearsed, on this machine's loopback interface.</summary>
internal sealed class RehearsalPeer : IDisposable
{
    private const string EndOfHead = "\r\n\r\n";
    private const string LengthHeader = "Content-Length:";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();

    /// <summary>Starts to listen.</summary>
    public RehearsalPeer()
    {
        _listener.Start();
        _ = TakeAsync(socket => AnswerAsync(new NetworkStream(socket, ownsSocket: true)));
    }

    /// <summary>Gets where it is.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <inheritdoc/>
    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task TakeAsync(Func<Socket, Task> answer)
    {
        try
        {
            while (true)
            {
                _ = answer(await _listener.AcceptSocketAsync(_over.Token));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The rehearsal is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        try
        {
            await using (stream)
            {
                var buffer = new byte[16 * 1024];
                var length = 0;
                while (length < buffer.Length && await stream.ReadAsync(buffer.AsMemory(length), _over.Token) is > 0 and var read)
                {
                    length += read;
                    if (IsWhole(Encoding.Latin1.GetString(buffer, 0, length)))
                    {
                        await stream.WriteAsync(await ReplyAsync(Encoding.UTF8.GetString(buffer, 0, length)), _over.Token);
                        length = 0;
                    }
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The rehearsal is over.
        }
    }

    private async Task<byte[]> ReplyAsync(string request)
    {
        if (request.Contains(RehearsedPush.SlowText, StringComparison.Ordinal))
        {
            await Task.Delay(RehearsedPush.Slow, TimeProvider.System, _over.Token);
        }

        var body = request.Contains("token", StringComparison.Ordinal) && request.Contains("appid", StringComparison.Ordinal)
            ? """{"access_token":"rehearsal","expires_in":7200}"""
            : request.StartsWith("POST /msg/", StringComparison.Ordinal)
                ? """{"type":"text","msg":"rehearsal"}"""
                : """{"errcode":0,"errmsg":"ok","openid":"rehearsal","nickname":"rehearsal","subscribe":1}""";
        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{LengthHeader} {body.Length}{EndOfHead}{body}");
    }

    private static bool IsWhole(string request)
    {
        var head = request.IndexOf(EndOfHead, StringComparison.Ordinal);
        if (head < 0)
        {
            return false;
        }

        var at = request.IndexOf(LengthHeader, StringComparison.OrdinalIgnoreCase);
        if (at < 0 || at > head)
        {
            // In chunks, or nothing at all.
            return !request.Contains("chunked", StringComparison.OrdinalIgnoreCase)
                || request.EndsWith("0" + EndOfHead, StringComparison.Ordinal);
        }

        var end = request.IndexOf('\r', at);
        return request.Length - head - EndOfHead.Length >= int.Parse(
            request.AsSpan(at + LengthHeader.Length, end - at - LengthHeader.Length), CultureInfo.InvariantCulture);
    }
}

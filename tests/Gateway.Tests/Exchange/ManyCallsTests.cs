using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace WxYarpGateway.Gateway.Tests.Exchange;

/// <summary>Many calls at once, some given up at any moment: none gets the bytes of another.</summary>
public sealed class ManyCallsTests
{
    private const int Callers = 64;
    private const int Each = 30;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_call_gets_its_own_answer(bool isOwn)
    {
        await using var backend = new RawBackend { Script = EchoAsync };
        await using var rig = await ForwarderRig.StartAsync(isOwn, backend.Address);

        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(rig, caller))));

        Assert.All(counts, count => Assert.True(count > 0));
    }

    private static async Task<int> CallAsync(ForwarderRig rig, int caller)
    {
        var random = new Random(caller);
        var answered = 0;
        for (var call = 0; call < Each; call++)
        {
            var text = string.Concat(Enumerable.Repeat($"{caller}-{call};", random.Next(1, 3000)));
            using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            if (call % 3 == 2)
            {
                giveUp.CancelAfter(random.Next(0, 40));
            }

            var answer = await rig.CallAsync(text, giveUp.Token);
            if (answer.Failure is null)
            {
                Assert.Equal(text, Encoding.UTF8.GetString(answer.Body.Span));
                answered++;
            }
            else
            {
                Assert.True(giveUp.IsCancellationRequested, answer.Failure);
            }
        }

        return answered;
    }

    /// <summary>Sends the body back with a length or in chunks, whole or in parts.</summary>
    private static async Task EchoAsync(RawCall call, Socket socket, CancellationToken cancelled)
    {
        var random = new Random(call.Body.Length);
        try
        {
            if (random.Next(2) == 0)
            {
                await RawBackend.SendAsync(socket, $"HTTP/1.1 200 OK\r\nContent-Length: {call.Body.Length}\r\n\r\n", cancelled);
                await RawBackend.SendAsync(socket, call.Body, cancelled);
                return;
            }

            await RawBackend.SendAsync(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", cancelled);
            foreach (var chunk in call.Body.Chunk(random.Next(1000, 5000)))
            {
                var size = chunk.Length.ToString("x", CultureInfo.InvariantCulture);
                await RawBackend.SendAsync(socket, $"{size}\r\n{new string(chunk)}\r\n", cancelled);
            }

            await RawBackend.SendAsync(socket, "0\r\n\r\n", cancelled);
        }
        catch (SocketException)
        {
            // The caller gave up.
        }
    }
}

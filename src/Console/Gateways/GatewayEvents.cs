using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using WxYarpGateway.Console.Gateways.Streams;

namespace WxYarpGateway.Console.Gateways;

/// <summary>Reads server-sent events of a gateway, and connects again when the connection is lost.</summary>
internal sealed class GatewayEvents(GatewayClient client, TimeProvider clock)
{
    // A record with its body, and room to spare; a stream that never ends a block is cut.
    private const int MostBytes = 1024 * 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // The gateway says every 15 s that it is there; a half-open connection is left after three times that.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);

    /// <summary>Returns the events as they come, until it is cancelled.</summary>
    public async IAsyncEnumerable<GatewayEvent> ReadAsync(
        GatewayPath path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            var opened = await client.OpenAsync(path, cancellationToken);
            var error = opened.Error;
            if (opened.IsThere)
            {
                yield return new GatewayEvent(GatewayEvent.Connected, "");
                using var response = opened.Value;
                using var watchdog = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                using var silence = new CancellationTokenSource(Silence, clock);
                using var ended = silence.Token.Register(watchdog.Cancel);
                var last = (byte)0;
                await using var body = new BoundedStream(
                    await response.Content.ReadAsStreamAsync(cancellationToken), MostBytes, read =>
                    {
                        silence.CancelAfter(Silence);
                        var endsBlock = EndsBlock(last, read.Span);
                        last = read.IsEmpty ? last : read.Span[^1];
                        return endsBlock;
                    });
                await using var events = SseParser.Create(body).EnumerateAsync(watchdog.Token).GetAsyncEnumerator(watchdog.Token);
                while (true)
                {
                    GatewayEvent? next;
                    try
                    {
                        next = await events.MoveNextAsync() ? new GatewayEvent(events.Current.EventType, events.Current.Data) : null;
                    }
                    catch (Exception exception) when (
                        exception is IOException or HttpRequestException
                        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
                    {
                        next = null;
                        error = new GatewayError($"GET {client.Name}{path.Text.Split('?')[0]}", exception switch
                        {
                            AnswerTooLargeException => GatewayErrorKind.TooLarge,
                            OperationCanceledException => GatewayErrorKind.Late,
                            _ => GatewayErrorKind.Broken,
                        });
                    }

                    if (next is null)
                    {
                        break;
                    }

                    pause = FirstPause;
                    yield return next;
                }
            }

            yield return new GatewayEvent(GatewayEvent.Away, "", error);
            await Task.Delay(pause, clock, cancellationToken);
            pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
        }
    }

    // Two ends of lines in a row, perhaps in two pieces.
    private static bool EndsBlock(byte last, ReadOnlySpan<byte> read)
        => read.IndexOf("\n\n"u8) >= 0 || read.IndexOf("\n\r\n"u8) >= 0
            || (last == '\n' && (read.StartsWith("\n"u8) || read.StartsWith("\r\n"u8)));
}

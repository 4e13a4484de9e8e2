using System.Text;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Platform.Records.Bodies;
using WxYarpGateway.Platform.Records.Live;

namespace WxYarpGateway.Gateway.Records;

/// <summary>
/// Shows records as they come, as server-sent events: <c>record</c>, and <c>lost</c> for those that the reader was too slow for.
/// </summary>
internal sealed class RecordStream(
    RecordTail tail, IRecordStore store, RecordSettings settings, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private const int Last = 100;

    // Proxies cut connections on which nothing is sent; the console notices a dead one.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Answers until the reader leaves or the gateway stops.</summary>
    public async Task SendAsync(HttpContext context, RecordQuery filter)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";

        // First listen, then look back: nothing is missed, and what is in both is shown once.
        using var listener = tail.Listen(filter);
        try
        {
            var shown = new HashSet<Guid>();
            foreach (var record in await LastAsync(filter, stop.Token))
            {
                shown.Add(record.Id);
                await WriteAsync(response, "record", RecordJson.Write(record), stop.Token);
            }

            await response.Body.FlushAsync(stop.Token);
            await FollowAsync(response, listener, shown, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The reader left, or the gateway stops.
        }
    }

    private static async Task WriteAsync(HttpResponse response, string name, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\ndata: "), cancellationToken);
        await response.Body.WriteAsync(json, cancellationToken);
        await response.Body.WriteAsync("\n\n"u8.ToArray(), cancellationToken);
    }

    private async Task FollowAsync(HttpResponse response, TailListener listener, HashSet<Guid> shown, CancellationToken cancellationToken)
    {
        var more = listener.Lines.WaitToReadAsync(cancellationToken).AsTask();
        while (true)
        {
            await Task.WhenAny(more, Task.Delay(Heartbeat, clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (!more.IsCompleted)
            {
                await response.Body.WriteAsync(": still here\n\n"u8.ToArray(), cancellationToken);
                await response.Body.FlushAsync(cancellationToken);
                continue;
            }

            if (listener.TakeLost() is > 0 and var lost)
            {
                await WriteAsync(response, "lost", Encoding.UTF8.GetBytes($"{{\"lost\":{lost}}}"), cancellationToken);
            }

            while (listener.Lines.TryRead(out var record))
            {
                if (!shown.Remove(record.Id))
                {
                    await WriteAsync(response, "record", RecordJson.Write(record), cancellationToken);
                }
            }

            await response.Body.FlushAsync(cancellationToken);
            more = listener.Lines.WaitToReadAsync(cancellationToken).AsTask();
        }
    }

    /// <summary>Returns the last records, the oldest first: all replicas', or this one's when the database is away.</summary>
    private async Task<IReadOnlyList<StoredRecord>> LastAsync(RecordQuery filter, CancellationToken cancellationToken)
    {
        if (settings.WhyDatabase() is not null)
        {
            try
            {
                var now = clock.GetUtcNow();
                var page = await store.SearchAsync(
                    filter with { From = now - RecordQuery.UsualRange, To = now + RecordQuery.UsualRange, Limit = Last },
                        cancellationToken);
                return [.. page.Records.Reverse()];
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // What this replica remembers is better than an error.
            }
        }

        return tail.Last(filter);
    }
}

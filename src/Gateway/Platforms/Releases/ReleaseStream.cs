using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Releases;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.Platforms.Releases;

/// <summary>
/// Shows a release as it goes on, as server-sent events: <c>release</c> with the numbers, <c>item</c> for each mini program that changed,
/// and at last <c>end</c>.
/// </summary>
/// <remarks>All is read from the database, so that every replica shows the same; the store's news only say when.</remarks>
internal sealed class ReleaseStream(IReleaseStore store, ReleaseNews news, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private const int MostItems = 1000;

    // Between two looks, however much changes.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // Without news: the store may be away. It is also the heartbeat, since proxies cut silent connections.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    // Clocks of replicas differ, and a change is visible only when its transaction is over.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5);

    /// <summary>Answers until the release is at an end, the reader leaves, or the gateway stops.</summary>
    public async Task SendAsync(HttpContext context, AppId platform, ReleaseSummary summary)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var heard = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = news.Watch(id =>
        {
            if (id == summary.Release.Id)
            {
                heard.Writer.TryWrite(true);
            }
        });
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await FollowAsync(response, platform, summary.Release.Id, heard.Reader, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The reader left, or the gateway stops.
        }
    }

    private async Task FollowAsync(
        HttpResponse response, AppId platform, Guid id, ChannelReader<bool> heard, CancellationToken cancellationToken)
    {
        var changes = new ReleaseChanges(clock.GetUtcNow());
        var last = "";
        var isFirst = true;
        while (true)
        {
            try
            {
                var summary = await store.FindAsync(platform, id, cancellationToken);
                await foreach (var item in NewAsync(summary, changes, cancellationToken))
                {
                    // What changed before the reader came is in the numbers, and in …/items.
                    if (!isFirst)
                    {
                        await WriteAsync(response, "item", JsonBody.Of(json => ReleaseJson.Write(json, item)), cancellationToken);
                    }
                }

                isFirst = false;

                var now = summary is null ? last : Encoding.UTF8.GetString(JsonBody.Of(json => ReleaseJson.Write(json, summary)));
                if (now != last)
                {
                    await WriteAsync(response, "release", Encoding.UTF8.GetBytes(now), cancellationToken);
                    last = now;
                }

                if (summary?.Release.State is null or ReleaseState.Ended or ReleaseState.Cancelled)
                {
                    await WriteAsync(response, "end", "{}"u8.ToArray(), cancellationToken);
                    await response.Body.FlushAsync(cancellationToken);
                    return;
                }
            }
            catch (AuthorizersUnavailableException)
            {
                // The database will be back; meanwhile the reader sees the heartbeat.
            }

            await response.Body.FlushAsync(cancellationToken);
            await Task.Delay(Pause, clock, cancellationToken);
            if (!await HearsAsync(heard, cancellationToken))
            {
                await response.Body.WriteAsync(": still here\n\n"u8.ToArray(), cancellationToken);
            }
        }
    }

    /// <summary>Returns what the reader has not seen, page by page: an order of ten thousand may change all at once.</summary>
    private async IAsyncEnumerable<ReleaseItem> NewAsync(
        ReleaseSummary? summary, ReleaseChanges changes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (since, after) = (changes.Since - Overlap, (AppId?)null);
        for (var length = MostItems; summary is not null && length == MostItems;)
        {
            var page = await store.ChangedAsync(summary.Release, since, after, MostItems, cancellationToken);
            foreach (var item in changes.New(page))
            {
                yield return item;
            }

            length = page.Count;
            (since, after) = length > 0 ? (page[^1].UpdatedAt, page[^1].AppId) : (since, after);
        }
    }

    /// <summary>Waits for news; returns whether there are any.</summary>
    private async Task<bool> HearsAsync(ChannelReader<bool> heard, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await heard.ReadAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task WriteAsync(HttpResponse response, string name, byte[] json, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\ndata: "), cancellationToken);
        await response.Body.WriteAsync(json, cancellationToken);
        await response.Body.WriteAsync("\n\n"u8.ToArray(), cancellationToken);
    }
}

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
        while (true)
        {
            try
            {
                var summary = await store.FindAsync(platform, id, cancellationToken);
                foreach (var item in changes.New(await store.ChangedAsync(id, changes.Since - Overlap, MostItems, cancellationToken)))
                {
                    await WriteAsync(response, "item", JsonBody.Of(json => ReleaseJson.Write(json, item)), cancellationToken);
                }

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
            await Task.WhenAny(heard.WaitToReadAsync(cancellationToken).AsTask(), Task.Delay(Longest, clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (!heard.TryRead(out _))
            {
                await response.Body.WriteAsync(": still here\n\n"u8.ToArray(), cancellationToken);
            }
        }
    }

    private static async Task WriteAsync(HttpResponse response, string name, byte[] json, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\ndata: "), cancellationToken);
        await response.Body.WriteAsync(json, cancellationToken);
        await response.Body.WriteAsync("\n\n"u8.ToArray(), cancellationToken);
    }
}

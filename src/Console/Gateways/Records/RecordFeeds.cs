namespace WxYarpGateway.Console.Gateways.Records;

/// <summary>The feeds of records that somebody reads: one for each service, however many people look at it.</summary>
internal sealed class RecordFeeds(GatewayFleet fleet, TimeProvider clock) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RecordSource, RecordFeed> _feeds = [];

    /// <summary>Begins to read a feed; end it with <see cref="CloseAsync"/>.</summary>
    public RecordFeed Open(RecordSource source)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(source, out var feed))
            {
                _feeds[source] = feed = new RecordFeed(source, fleet, clock);
                feed.Start();
            }

            feed.Readers++;
            return feed;
        }
    }

    /// <summary>Ends reading a feed, which ends with its last reader.</summary>
    public async Task CloseAsync(RecordFeed feed)
    {
        lock (_gate)
        {
            if (--feed.Readers > 0)
            {
                return;
            }

            _feeds.Remove(feed.Source);
        }

        await feed.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        List<RecordFeed> feeds;
        lock (_gate)
        {
            feeds = [.. _feeds.Values];
            _feeds.Clear();
        }

        await Task.WhenAll(feeds.Select(feed => feed.DisposeAsync().AsTask()));
    }
}

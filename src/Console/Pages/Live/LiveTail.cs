using WxYarpGateway.Console.Gateways.Records;

namespace WxYarpGateway.Console.Pages.Live;

/// <summary>The pushes that one person looks at, taken from the feeds of the services.</summary>
internal sealed class LiveTail(RecordFeeds feeds) : IAsyncDisposable
{
    /// <summary>How many pushes are kept.</summary>
    public const int Most = 500;

    /// <summary>How many services are followed at most.</summary>
    public const int MostServices = 100;

    private readonly Dictionary<RecordSource, Reading> _readings = [];
    private readonly List<PushRecord> _new = [];
    private List<PushRecord> _rows = [];
    private LiveFilter _filter = new();
    private long _missed;

    /// <summary>Gets the pushes that pass the filter, the newest first.</summary>
    public IReadOnlyList<PushRecord> Rows => _rows;

    /// <summary>Gets a value indicating whether new pushes wait.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Gets how many pushes wait.</summary>
    public long Waiting => IsPaused ? _readings.Values.Sum(reading => Math.Min(reading.Feed.Count - reading.After, RecordFeed.Most)) : 0;

    /// <summary>Gets how many pushes were not shown, since there were too many.</summary>
    public long Lost => _missed + _readings.Values.Sum(reading => reading.Feed.Lost - reading.LostBefore);

    /// <summary>Gets how each service is connected.</summary>
    public IEnumerable<FeedState> States => _readings.Values.Select(reading => reading.Feed.State);

    /// <summary>Gets which pushes are shown.</summary>
    public LiveFilter Filter => _filter;

    /// <summary>Follows these services, and no others any more.</summary>
    public async Task FollowAsync(IReadOnlyCollection<RecordSource> sources)
    {
        var wanted = sources.Take(MostServices).ToHashSet();
        foreach (var gone in _readings.Keys.Where(source => !wanted.Contains(source)).ToList())
        {
            _readings.Remove(gone, out var reading);
            await feeds.CloseAsync(reading!.Feed);
        }

        foreach (var source in wanted.Where(source => !_readings.ContainsKey(source)))
        {
            var feed = feeds.Open(source);
            _readings[source] = new Reading(feed, feed.Lost);
        }
    }

    /// <summary>Shows other pushes: at once, of those that are still kept.</summary>
    public void Show(LiveFilter filter)
    {
        _filter = filter;
        _rows = [.. _rows.Where(filter.Includes)];
        foreach (var reading in _readings.Values)
        {
            reading.Again();
        }

        if (IsPaused)
        {
            Take();
        }
    }

    /// <summary>Lets new pushes wait, or shows them again.</summary>
    public void Pause(bool isPaused) => IsPaused = isPaused;

    /// <summary>Takes what has come; returns whether there is something else to show.</summary>
    public bool Pump() => !IsPaused && Take();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var reading in _readings.Values)
        {
            await feeds.CloseAsync(reading.Feed);
        }

        _readings.Clear();
    }

    private bool Take()
    {
        _new.Clear();
        foreach (var reading in _readings.Values)
        {
            _missed += reading.Read(_new);
        }

        var added = _new.Where(_filter.Includes).ToList();
        if (added.Count == 0)
        {
            return false;
        }

        // Ids begin with the time, so this is the order of arrival, also of several replicas and services.
        _rows = [.. _rows.Concat(added).DistinctBy(record => record.Id).OrderByDescending(record => record.Id, StringComparer.Ordinal)
            .Take(Most)];
        return true;
    }

    private sealed class Reading(RecordFeed feed, long lostBefore)
    {
        private long _after;

        public RecordFeed Feed => feed;

        public long After => _after;

        public long LostBefore => lostBefore;

        public long Read(ICollection<PushRecord> into) => feed.Read(ref _after, into);

        public void Again() => _after = 0;
    }
}

using System.Text.Json;

namespace WxYarpGateway.Console.Gateways.Records;

/// <summary>
/// Listens to the records of one service at one replica, which shows those of all; goes to the next replica when that one is lost. Keeps
/// the last ones for whoever reads.
/// </summary>
internal sealed class RecordFeed(RecordSource source, GatewayFleet fleet, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>How many records are kept.</summary>
    public const int Most = 500;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // A connection that lasted as long was a good one; one that breaks at once is not tried again at once.
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Queue<(long Number, PushRecord Record)> _kept = new(Most);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();
    private volatile FeedState _state = new(null, IsConnected: false, Error: null);
    private (string Gateway, DateTimeOffset At)? _left;
    private long _count;
    private long _lost;
    private bool _isStopped;
    private Task _work = Task.CompletedTask;

    /// <summary>Gets the service.</summary>
    public RecordSource Source => source;

    /// <summary>Gets how it is connected.</summary>
    public FeedState State => _state;

    /// <summary>Gets how many records the gateway left out because this reader, or the way between replicas, was too slow.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Gets the number of the last record.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Gets or sets how many read it; guarded by whoever owns the feed.</summary>
    public int Readers { get; set; }

    /// <summary>Begins to listen.</summary>
    public void Start() => _work = Task.Run(() => ListenAsync(_end.Token));

    /// <summary>Ends listening.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, true))
        {
            return;
        }

        await _end.CancelAsync();
        try
        {
            await _work;
        }
        catch (OperationCanceledException)
        {
            // As it was told.
        }

        _end.Dispose();
    }

    /// <summary>Adds the records after a number that are kept, the oldest first; returns how many were kept no longer.</summary>
    public long Read(ref long after, ICollection<PushRecord> into)
    {
        lock (_gate)
        {
            var first = _kept.TryPeek(out var oldest) ? oldest.Number : _count + 1;
            var missed = after > 0 ? Math.Max(0, first - after - 1) : 0;
            foreach (var (number, record) in _kept)
            {
                if (number > after)
                {
                    into.Add(record);
                }
            }

            after = _count;
            return missed;
        }
    }

    /// <summary>Takes an event of the stream.</summary>
    internal void Take(GatewayEvent news)
    {
        try
        {
            if (news.Name == "record"
                && JsonSerializer.Deserialize<PushRecord>(news.Data, GatewayJson.Options) is { Id.Length: > 0 } record)
            {
                Keep(record with { Body = null });
            }
            else if (news.Name == "lost" && JsonSerializer.Deserialize<LostRecords>(news.Data, GatewayJson.Options) is { Lost: > 0 } lost)
            {
                Interlocked.Add(ref _lost, lost.Lost);
            }
        }
        catch (JsonException)
        {
            // A newer gateway may say more than this console knows; one that cannot be shown is one that is left out.
            Interlocked.Increment(ref _lost);
        }
    }

    private void Keep(PushRecord record)
    {
        lock (_gate)
        {
            // Another replica begins with the last ones again.
            if (!_ids.Add(record.Id))
            {
                return;
            }

            if (_kept.Count == Most)
            {
                _ids.Remove(_kept.Dequeue().Record.Id);
            }

            _kept.Enqueue((++_count, record));
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        var failures = 0;
        for (var turn = 0; ; turn++)
        {
            var gateways = fleet.Gateways;
            var startedAt = clock.GetTimestamp();
            if (gateways.Count > 0)
            {
                await FollowAsync(gateways[turn % gateways.Count], cancellationToken);
            }
            else
            {
                _state = new FeedState(null, IsConnected: false, new GatewayError("Console:Gateways", GatewayErrorKind.NoGateway));
            }

            if (clock.GetElapsedTime(startedAt) > Steady)
            {
                failures = 0;
                pause = FirstPause;
            }

            // Each of the others is tried at once; then all of them have a rest.
            failures++;
            if (failures >= gateways.Count)
            {
                failures = 0;
                await Task.Delay(pause, clock, cancellationToken);
                pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
            }
        }
    }

    private async Task FollowAsync(GatewayClient gateway, CancellationToken cancellationToken)
    {
        await foreach (var news in gateway.FollowAsync(source.Path("live"), cancellationToken))
        {
            switch (news.Name)
            {
                case GatewayEvent.Connected:
                    if (_left?.Gateway == gateway.Name)
                    {
                        _left = null;
                    }

                    _state = new FeedState(gateway.Name, IsConnected: true, Error: null, _left?.Gateway, _left?.At);
                    break;
                case GatewayEvent.Away:
                    if (_state.IsConnected)
                    {
                        _left = (gateway.Name, clock.GetUtcNow());
                    }

                    _state = new FeedState(gateway.Name, IsConnected: false, news.Error);
                    return;
                default:
                    Take(news);
                    break;
            }
        }
    }

    private sealed record LostRecords(long Lost);
}

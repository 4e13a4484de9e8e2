using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>What this process has put into the queue, to be put there again should the queue forget it: a Redis that is emptied, or restarts without its memory.</summary>
/// <remarks>Each replica has copies of what it was the first to keep or the last to try. They are bounded: of what is beyond that, the queue has the only one.</remarks>
internal sealed partial class KeptCopies(IRedeliveryQueue queue, RedeliveryMetrics metrics, TimeProvider clock, ILogger<KeptCopies> logger)
{
    private const int Most = 20_000;
    private const long MostBytes = 64L << 20;
    private const int ComparedAtATime = 500;

    // A Redis that comes back empty is not to be run over, nor what is due to be kept waiting.
    private const int RestoredAtATime = 500;

    // What a copy takes besides its body: its head, its failure, the texts of its ids.
    private const int Overhead = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (KeepOrder Order, long At)> _copies = [];
    private readonly RepeatedWarning _restored = new(clock);
    private long _bytes;
    private long _comparedAt = clock.GetTimestamp();

    /// <summary>Gets the number of copies.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _copies.Count;
            }
        }
    }

    /// <summary>Remembers how a message was kept, in place of what was known of it.</summary>
    public void Put(KeepOrder order)
    {
        lock (_gate)
        {
            Remove(order.Message.Id);
            var bytes = BytesOf(order);
            if (_copies.Count < Most && _bytes + bytes <= MostBytes)
            {
                _copies[order.Message.Id] = (order, clock.GetTimestamp());
                _bytes += bytes;
            }
        }
    }

    /// <summary>Forgets a message.</summary>
    public void Remove(string id)
    {
        lock (_gate)
        {
            if (_copies.Remove(id, out var copy))
            {
                _bytes -= BytesOf(copy.Order);
            }
        }
    }

    /// <summary>Drops the copies of what is over, and enters anew what the queue has forgotten; not more often than need be. Throws when the store is away.</summary>
    public async Task CompareAsync()
    {
        if (clock.GetElapsedTime(_comparedAt) < RedeliveryTimes.Comparison)
        {
            return;
        }

        var restored = 0;
        foreach (var ids in Ids().Chunk(ComparedAtATime))
        {
            var standing = await queue.FindAsync(ids, CancellationToken.None);
            foreach (var id in standing.Gone)
            {
                Remove(id);
            }

            foreach (var id in standing.Unknown)
            {
                await RestoreAsync(id);
                if (++restored == RestoredAtATime)
                {
                    // The rest in the next round.
                    return;
                }
            }
        }

        _comparedAt = clock.GetTimestamp();
    }

    private static int BytesOf(KeepOrder order) => order.Message.Body.Length + Overhead;

    private string[] Ids()
    {
        lock (_gate)
        {
            return [.. _copies.Keys];
        }
    }

    private async Task RestoreAsync(string id)
    {
        if (Find(id) is { } order && await queue.KeepAsync(order, CancellationToken.None) == KeepResult.Kept)
        {
            metrics.Add(order.Message.Service, RedeliveryMetrics.Restored);
            if (_restored.IsDue(out var leftOut))
            {
                Log.Restored(logger, order.Message.MessageId, order.Message.Service, leftOut);
            }
        }
    }

    /// <summary>Returns how a message is to be kept again, with what is left of its time.</summary>
    private KeepOrder? Find(string id)
    {
        lock (_gate)
        {
            if (!_copies.TryGetValue(id, out var copy))
            {
                return null;
            }

            var left = copy.Order.MaxAge - clock.GetElapsedTime(copy.At);
            return copy.Order with { MaxAge = left > TimeSpan.Zero ? left : TimeSpan.Zero };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The redelivery queue has forgotten message '{MessageId}' of service '{Service}', as a Redis does that is emptied or restarts without AOF; it is entered anew from this process. Such warnings left out since the last: '{LeftOut}'.", EventName = "Restored")]
        public static partial void Restored(ILogger logger, string messageId, string service, long leftOut);
    }
}

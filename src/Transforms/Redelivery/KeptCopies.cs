using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>
/// Copies of the messages that this process has put into the queue. They restore messages that the queue lost: Redis was emptied, or
/// restarted without AOF.
/// </summary>
/// <remarks>
/// A replica has copies of messages that it kept first or tried last. Their number is bounded; of further messages only the queue has one.
/// </remarks>
internal sealed partial class KeptCopies(IRedeliveryQueue queue, RedeliveryMetrics metrics, TimeProvider clock, ILogger<KeptCopies> logger)
{
    private const int Most = 20_000;
    private const long MostBytes = 64L << 20;
    private const int ComparedAtATime = 500;

    // Restoring in rounds neither floods a Redis that came back empty nor delays messages that are due.
    private const int RestoredAtATime = 500;

    // The bytes of a copy besides its body: head, failure, ids.
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

    /// <summary>Adds the copy of a message, or replaces it.</summary>
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

    /// <summary>Removes the copy of a message.</summary>
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

    /// <summary>
    /// Removes the copies of messages that are over, and restores messages that the queue lost. Does nothing when it ran a moment ago.
    /// Throws when the store is away.
    /// </summary>
    public async Task CompareAsync()
    {
        if (clock.GetElapsedTime(_comparedAt) < RedeliveryTimes.Comparison)
        {
            return;
        }

        var restored = 0;
        foreach (var ids in Ids().Chunk(ComparedAtATime))
        {
            var report = await queue.FindAsync(ids, CancellationToken.None);
            foreach (var id in report.Gone)
            {
                Remove(id);
            }

            foreach (var id in report.Unknown)
            {
                await RestoreAsync(id);
                if (++restored == RestoredAtATime)
                {
                    // The next round restores the rest.
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

    /// <summary>Returns how to keep a message again, with the rest of its time.</summary>
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
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The redelivery queue lost message '{MessageId}' of service '{Service}'; this process restored it. Redis was emptied, or "
            + "restarted without AOF: turn AOF on. Such warnings left out since the last: '{LeftOut}'.",
            EventName = "Restored")]
        public static partial void Restored(ILogger logger, string messageId, string service, long leftOut);
    }
}

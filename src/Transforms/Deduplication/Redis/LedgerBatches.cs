using StackExchange.Redis;
using WxYarpGateway.TokenService.Store.Redis;

namespace WxYarpGateway.Transforms.Deduplication.Redis;

/// <summary>
/// Has Redis do in one call what several deliveries want at the same time: a call costs the gateway and Redis more than what it does.
/// </summary>
/// <remarks>
/// A step is sent at once when no call is under way, else with the next call, when that one was answered. So steps gather as long as Redis
/// takes to answer, and nobody waits for others to come.
/// </remarks>
internal sealed class LedgerBatches(
    RedisAccess redis, LedgerKeys keys, string replica, TimeSpan replicaLives, RedisValue success, TimeProvider clock)
{
    /// <summary>The most steps in one call, during which Redis answers nobody else: a millisecond.</summary>
    private const int Most = 128;

    /// <summary>The most steps that wait. There are only ever many while Redis is frozen.</summary>
    private const int Capacity = 16_384;

    // A call that takes this long is no longer waited for with the next: Redis may be frozen, or the answer lost.
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);

    private readonly RedisKey _replicaKey = keys.Replicas + replica;
    private readonly RedisValue[] _head =
    [
        keys.Replicas, replica, Milliseconds(replicaLives), Milliseconds(Retention.OfMessages), Milliseconds(Retention.OfSignatures),
        redis.Key(LedgerKeys.Channel), success,
    ];

    private readonly Lock _gate = new();
    private readonly List<LedgerStep> _waiting = [];
    private int _underWay;
    private long _sentAt;

    /// <summary>Acquires a message's lease.</summary>
    public Task<AcquireResult> AcquireAsync(AcquireStep step)
    {
        Add(step);
        return step.Result;
    }

    /// <summary>Records the reply to a message; returns whether a waiting retry takes it to the user.</summary>
    public Task<bool> SettleAsync(SettleStep step)
    {
        Add(step);
        return step.IsTaken;
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private void Add(LedgerStep step)
    {
        lock (_gate)
        {
            if (_waiting.Count == Capacity)
            {
                throw new RedisException("Too many steps wait for Redis.");
            }

            _waiting.Add(step);
            if (_underWay > 0 && clock.GetElapsedTime(_sentAt) < Slow)
            {
                return;
            }

            _underWay++;
        }

        // What goes on for other deliveries does not belong to the one that comes now.
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = SendAsync();
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            _ = SendAsync();
        }
    }

    private async Task SendAsync()
    {
        var batch = Take();
        if (batch.Length == 0)
        {
            return;
        }

        var call = RunAsync(batch);
        while (batch.Length > 0)
        {
            var results = "";
            Exception? error = null;
            try
            {
                results = (string?)await call ?? "";
                error = results.Length == batch.Length ? null : new RedisException("The script did not answer each step.");
            }
            catch (Exception exception)
            {
                // Each of those who wait is told.
                error = exception;
            }

            // Sent before anybody goes on with the answers.
            var next = Take();
            if (next.Length > 0)
            {
                call = RunAsync(next);
            }

            End(batch, results, error);
            batch = next;
        }
    }

    /// <summary>Has all who wait go on elsewhere: nothing that they do may hold up the next answers.</summary>
    private static void End(LedgerStep[] batch, string results, Exception? error)
    {
        var areNoted = false;
        for (var index = 0; index < batch.Length; index++)
        {
            var step = batch[index];
            step.End(error is null ? results[index] - '0' : 0, error);
            areNoted |= step.IsOnlyNoted;
            if (!step.IsOnlyNoted)
            {
                ThreadPool.UnsafeQueueUserWorkItem(step, preferLocal: false);
            }
        }

        if (areNoted)
        {
            ThreadPool.UnsafeQueueUserWorkItem(Note, batch, preferLocal: false);
        }
    }

    private static void Note(LedgerStep[] batch)
    {
        foreach (var step in batch)
        {
            if (step.IsOnlyNoted)
            {
                step.Execute();
            }
        }
    }

    /// <summary>Returns the steps that wait; none ends the sending.</summary>
    private LedgerStep[] Take()
    {
        lock (_gate)
        {
            var steps = _waiting.Count <= Most ? _waiting.ToArray() : [.. _waiting.Take(Most)];
            _waiting.RemoveRange(0, steps.Length);
            _sentAt = clock.GetTimestamp();
            _underWay -= steps.Length == 0 ? 1 : 0;
            return steps;
        }
    }

    private Task<RedisResult> RunAsync(LedgerStep[] steps)
    {
        var (names, values) = (1, _head.Length + 1);
        foreach (var step in steps)
        {
            names += step.Signature is null ? 1 : 2;
            values += step.Value.IsNull ? 0 : 1;
        }

        var keys = new RedisKey[names];
        var arguments = new RedisValue[values];
        var kinds = new byte[steps.Length];
        keys[0] = _replicaKey;
        _head.CopyTo(arguments, 0);
        arguments[_head.Length] = kinds;
        (names, values) = (1, _head.Length + 1);
        for (var index = 0; index < steps.Length; index++)
        {
            var step = steps[index];
            kinds[index] = step.Kind;
            keys[names++] = step.Message;
            if (step.Signature is { } signature)
            {
                keys[names++] = signature;
            }

            if (!step.Value.IsNull)
            {
                arguments[values++] = step.Value;
            }
        }

        return redis.RunAsync(new RedisCall(LedgerScripts.Steps, keys, arguments));
    }
}

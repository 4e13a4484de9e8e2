using StackExchange.Redis;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Redis;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Deduplication.Redis;

/// <summary>The ledger that replicas share. See docs/adr/0007-leases-live-as-long-as-their-replica.md.</summary>
internal sealed class RedisLedger : ILedger, IDisposable
{
    // A replica counts as dead after four lost heartbeats. WeChat retries after five seconds.
    private static readonly TimeSpan ReplicaLives = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    // A published reply can get lost, and a replica that dies publishes nothing.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // Leaving takes a call of the store. It is not earlier: the key of a replica that died when this retry came has expired by the last
    // look, and there is time left to deliver the message.
    private static readonly TimeSpan Reserve = TimeSpan.FromMilliseconds(250);

    // Nothing awaits this loop, so it backs off to 5 s while Redis is down.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly RedisAccess _redis;
    private readonly TimeProvider _clock;
    private readonly LedgerKeys _keys;
    private readonly LedgerBatches _batches;
    private readonly AwaitedReplies _awaited = new();
    private readonly string _owner = NewName();
    // No value of the client's, so that a gateway without Redis does not load it: this type is known to the container.
    private readonly byte[] _success = StoredReply.Write(Reply.Success);
    private readonly Lazy<ITimer> _heartbeat;
    private Task _lastHeartbeat = Task.CompletedTask;

    public RedisLedger(RedisAccess redis, TimeProvider clock)
    {
        _redis = redis;
        _clock = clock;
        _keys = new LedgerKeys(redis);
        _batches = new LedgerBatches(redis, _keys, _owner, ReplicaLives, _success, clock);
        _heartbeat = new Lazy<ITimer>(() => clock.CreateTimer(_ => StayAlive(), null, Heartbeat, Heartbeat));
        redis.Subscribe(LedgerKeys.Channel, _awaited.Tell);
    }

    /// <inheritdoc/>
    public ValueTask<AcquireResult> AcquireAsync(MessageIdentity message, PlaintextSeal? plaintext, CancellationToken cancellationToken)
    {
        _ = _heartbeat.Value;
        var step = plaintext is { } seal
            ? new AcquireStep(_keys.Of(message), _keys.OfSignature(seal), LedgerKeys.DigitsOf(seal.Body))
            : new AcquireStep(_keys.Of(message), null, RedisValue.Null);
        return _redis.AskAsync(static asked => asked._batches.AcquireAsync(asked.step), (_batches, step), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<Reply?> WaitAsync(MessageIdentity message, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var startedAt = _clock.GetTimestamp();
        var delivery = NewName();
        using var news = _awaited.Await(message.ToString());
        RedisKey[] keys = [_keys.Of(message), _keys.WaitingFor(message)];
        var join = new RedisCall(
            LedgerScripts.Join, keys, [_keys.Replicas, delivery, Milliseconds(timeout), Milliseconds(Retention.OfMessages)]);
        var leave = new RedisCall(LedgerScripts.Leave, keys, [delivery]);

        // When Redis is frozen, nobody waits any more: a late reply must not be handed over to a delivery that is gone.
        var state = (string)(await _redis.AskAsync(join, undo: leave, CancellationToken.None))!;
        if (state != LedgerScripts.Waiting || timeout <= TimeSpan.Zero)
        {
            return ReplyOf(state);
        }

        var isOver = false;
        while (state == LedgerScripts.Waiting && !isOver)
        {
            var left = timeout - Reserve - _clock.GetElapsedTime(startedAt);
            isOver = left <= TimeSpan.Zero || cancellationToken.IsCancellationRequested;
            if (!isOver)
            {
                await news.NextAsync(left < Pause ? left : Pause, _clock, cancellationToken);
                state = await LookAsync(message, timeout - Reserve - _clock.GetElapsedTime(startedAt), cancellationToken);
            }
        }

        // A settlement counts this delivery as waiting or not at all: it answers with the reply that is recorded before it leaves.
        // When this call comes late, the delivery's timeout has ended and it does not count any more.
        var result = await _redis.InsistAsync(leave, CancellationToken.None);
        return result.IsNull ? ReplyOf(state) : ReplyOf((string)result!);
    }

    /// <inheritdoc/>
    public async ValueTask<Reply?> WatchAsync(MessageIdentity message, TimeSpan safe, CancellationToken cancellationToken)
    {
        // A replica whose key exists was alive at some time within the key's life.
        var proof = (safe > TimeSpan.Zero ? safe : TimeSpan.Zero) + ReplicaLives;
        var startedAt = _clock.GetTimestamp();
        var pause = Heartbeat;
        var isGone = false;
        while (true)
        {
            var elapsed = _clock.GetElapsedTime(startedAt);
            try
            {
                switch ((string)(await AskAsync(LedgerScripts.Look, [_keys.Of(message)], [_keys.Replicas], cancellationToken))!)
                {
                    // Seen twice: after a freeze, Redis may run this look before a heartbeat that was sent earlier.
                    case LedgerScripts.Abandoned when isGone:
                    case LedgerScripts.Unknown when elapsed >= proof:
                        return AbandonedReply.Instance;
                    case LedgerScripts.Waiting when elapsed >= proof:
                        return null;
                    case LedgerScripts.Abandoned:
                        isGone = true;
                        break;
                    case LedgerScripts.Waiting or LedgerScripts.Unknown:
                        isGone = false;
                        break;
                    case var reply:
                        return ReplyOf(reply);
                }

                pause = Heartbeat;
            }
            catch (StoreUnavailableException)
            {
                isGone = false;
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }

            await Task.Delay(pause, _clock, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> SettleAsync(MessageIdentity message, Reply reply, bool inTime, CancellationToken cancellationToken)
    {
        var step = new SettleStep(_keys.Of(message), reply is SuccessReply ? _success : StoredReply.Write(reply), inTime);

        // Insisted on: the lease was acquired a moment ago, and retries wait for this reply.
        return _redis.InsistAsync(static asked => asked._batches.SettleAsync(asked.step), (_batches, step), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<int> CountAsync(MessageIdentity message, CancellationToken cancellationToken)
        => (int)await AskAsync(LedgerScripts.Count, [_keys.Of(message)], [], cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Offer> OfferAsync(MessageIdentity message, Reply reply, CancellationToken cancellationToken)
    {
        // Insisted on, for the same reason.
        var result = await InsistAsync(
            LedgerScripts.Offer,
            [_keys.Of(message), _keys.WaitingFor(message)],
            [StoredReply.Write(reply), _success, _redis.Key(LedgerKeys.Channel), message.ToString(), Milliseconds(Retention.OfMessages)],
            cancellationToken);
        return (long)result switch
        {
            0 => Offer.Late,
            1 => Offer.Taken,
            _ => Offer.Open,
        };
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WithdrawAsync(MessageIdentity message, CancellationToken cancellationToken)
        => (long)await InsistAsync(
            LedgerScripts.Withdraw, [_keys.Of(message)], [_success, Milliseconds(Retention.OfMessages)], cancellationToken) == 1;

    /// <inheritdoc/>
    public async ValueTask<Reply?> CloseAsync(MessageIdentity message, CancellationToken cancellationToken)
    {
        var reply = await AskAsync(LedgerScripts.Close, [_keys.Of(message)], [Milliseconds(Retention.OfMessages)], cancellationToken);
        return reply.IsNull ? null : StoredReply.Read((string)reply!);
    }

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(MessageIdentity message, CancellationToken cancellationToken)
        => await InsistAsync(
            LedgerScripts.Release, [_keys.Of(message)], [_owner, _redis.Key(LedgerKeys.Channel), message.ToString()], cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_heartbeat.IsValueCreated)
        {
            _heartbeat.Value.Dispose();
        }
    }

    /// <summary>Looks for the reply. While Redis is away, the state counts as waiting.</summary>
    private async ValueTask<string> LookAsync(MessageIdentity message, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero, _clock);
        using var given = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            // Redis lost the message, but its owner still works on it.
            var state = (string)(await AskAsync(LedgerScripts.Look, [_keys.Of(message)], [_keys.Replicas], given.Token))!;
            return state == LedgerScripts.Unknown ? LedgerScripts.Waiting : state;
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
            return LedgerScripts.Waiting;
        }
    }

    private ValueTask<RedisResult> AskAsync(string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken)
        => _redis.AskAsync(new RedisCall(script, keys, values), cancellationToken);

    private ValueTask<RedisResult> InsistAsync(string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken)
        => _redis.InsistAsync(new RedisCall(script, keys, values), cancellationToken);

    /// <summary>Renews this replica's key. It bypasses the guard: when a frozen Redis thaws, this must be among its first calls.</summary>
    private void StayAlive()
    {
        if (_lastHeartbeat.IsCompleted)
        {
            // Other calls log that Redis is away.
            _lastHeartbeat = _redis.SendAsync(
                new RedisCall(LedgerScripts.StayAlive, [_keys.Replicas + _owner], [Milliseconds(ReplicaLives)]));
        }
    }

    private static Reply? ReplyOf(string state) => state switch
    {
        LedgerScripts.Waiting or LedgerScripts.Unknown => null,
        LedgerScripts.Abandoned => AbandonedReply.Instance,
        _ => StoredReply.Read(state),
    };

    private static string NewName() => Guid.NewGuid().ToString("N");

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}

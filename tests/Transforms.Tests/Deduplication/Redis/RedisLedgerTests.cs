using StackExchange.Redis;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Deduplication.Redis;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Tests.Replicas;

namespace WxYarpGateway.Transforms.Tests.Deduplication.Redis;

public sealed class RedisLedgerTests : LedgerContract, IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);
    private static readonly TextReply Hello = new("hello");

    /// <summary>The timer that each replica has besides those of deliveries that wait.</summary>
    private const int Heartbeat = 1;

    private readonly string _prefix = SharedRedis.NewPrefix();
    private readonly SharedRedis _redis;
    private readonly RedisReplica _replica;
    private readonly RedisReplica _other;

    public RedisLedgerTests(SharedRedis redis)
    {
        _redis = redis;
        _replica = new RedisReplica(redis, _prefix);
        _other = new RedisReplica(redis, _prefix);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected override ILedger Ledger => _replica.Ledger;

    public async ValueTask InitializeAsync()
        => await Eventually.HoldsAsync(
            async () => await _redis.ListenersAsync(_prefix + "v1:replies") == 2, "both hear the news", Cancelled);

    public async ValueTask DisposeAsync()
    {
        await _replica.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task A_delivery_to_another_replica_waits_and_gets_the_reply()
    {
        var message = NewMessage();
        Assert.Equal(AcquireResult.First, await AcquireAsync(message));
        Assert.Equal(AcquireResult.Retry, await _other.Ledger.AcquireAsync(message, null, Cancelled));
        var waiting = _other.Ledger.WaitAsync(message, Timeout, Cancelled).AsTask();
        await UntilWaitingAsync(1);

        Assert.True(await Ledger.SettleAsync(message, Hello, inTime: false, Cancelled));

        Assert.Equal(Hello, await waiting);
    }

    [Fact]
    public async Task News_that_get_lost_cost_a_quarter_of_a_second()
    {
        var message = NewMessage();
        await AcquireAsync(message);
        var waiting = _other.Ledger.WaitAsync(message, Timeout, Cancelled).AsTask();
        await UntilWaitingAsync(1);
        await RunAsync("return redis.call('HSET', KEYS[1], 'reply', ARGV[1])", MessageKey(message), StoredReply.Write(Hello));

        await Eventually.HoldsAsync(() => _other.Clock.WaitingTimers > 0, "it pauses", Cancelled);
        _other.Clock.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Equal(Hello, await waiting);
    }

    [Fact]
    public async Task A_delivery_whose_replica_died_takes_nothing_over()
    {
        var message = NewMessage();
        await AcquireAsync(message);
        _ = _other.Ledger.WaitAsync(message, Timeout, Cancelled).AsTask();
        await UntilWaitingAsync(1);

        // Its timeout ends by the clock of Redis, and nobody is there to take its name off.
        await RunAsync("return redis.call('ZINCRBY', KEYS[1], -ARGV[1], redis.call('ZRANGE', KEYS[1], 0, 0)[1])",
            MessageKey(message) + ":waiting", 2 * (long)Timeout.TotalMilliseconds);

        Assert.False(await Ledger.SettleAsync(message, Hello, inTime: false, Cancelled));
        Assert.Equal(Reply.Success, await Ledger.WaitAsync(message, Timeout, Cancelled));
    }

    [Fact]
    public async Task A_message_whose_replica_died_is_abandoned_and_free()
    {
        var (message, answered) = (NewMessage(), NewMessage());
        await AcquireAsync(message);
        await AcquireAsync(answered);
        await Ledger.SettleAsync(answered, Hello, inTime: true, Cancelled);
        var waiting = _other.Ledger.WaitAsync(message, Timeout, Cancelled).AsTask();
        await UntilWaitingAsync(1);

        await DieAsync();
        await Eventually.HoldsAsync(
            () =>
            {
                _other.Clock.Advance(TimeSpan.FromMilliseconds(10));
                return waiting.IsCompleted;
            },
            "its death was noticed",
            Cancelled);

        Assert.Same(AbandonedReply.Instance, await waiting);
        await UntilWaitingAsync(0);
        Assert.Equal(AcquireResult.TakenOver, await _other.Ledger.AcquireAsync(message, null, Cancelled));
        Assert.Equal(AcquireResult.Retry, await _other.Ledger.AcquireAsync(answered, null, Cancelled));
        Assert.Equal(Hello, await _other.Ledger.WaitAsync(answered, Timeout, Cancelled));
    }

    [Fact]
    public async Task A_replica_that_only_passed_for_dead_gives_no_second_reply()
    {
        var message = NewMessage();
        await AcquireAsync(message);
        await DieAsync();
        Assert.Equal(AcquireResult.TakenOver, await _other.Ledger.AcquireAsync(message, null, Cancelled));

        Assert.False(await Ledger.SettleAsync(message, Hello, inTime: false, Cancelled));

        Assert.True(await _other.Ledger.SettleAsync(message, new TextReply("again"), inTime: false, Cancelled));
    }

    [Fact]
    public async Task A_replica_at_work_stays_alive()
    {
        var message = NewMessage();
        await AcquireAsync(message);
        await DieAsync();

        _replica.Clock.Advance(TimeSpan.FromSeconds(1));

        await Eventually.HoldsAsync(async () => (await _redis.KeysAsync(_prefix + "v1:replica:")).Length == 1, "it said so", Cancelled);
        Assert.Equal(AcquireResult.Retry, await _other.Ledger.AcquireAsync(message, null, Cancelled));
    }

    [Fact]
    public async Task A_message_that_Redis_forgot_is_still_its_owners()
    {
        var message = NewMessage();
        await AcquireAsync(message);
        var waiting = _other.Ledger.WaitAsync(message, Timeout, Cancelled).AsTask();
        await UntilWaitingAsync(1);

        await RunAsync("return redis.call('DEL', KEYS[1])", MessageKey(message));
        await Eventually.HoldsAsync(
            () =>
            {
                _other.Clock.Advance(TimeSpan.FromMilliseconds(50));
                return waiting.IsCompleted;
            },
            "its timeout ended",
            Cancelled);

        Assert.Null(await waiting);
        Assert.False(await Ledger.SettleAsync(message, Hello, inTime: true, Cancelled));
        Assert.Equal(Hello, await _other.Ledger.WaitAsync(message, Timeout, Cancelled));
        Assert.InRange(await LeftAsync(MessageKey(message)), TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData("in time")]
    [InlineData("late")]
    [InlineData("offered")]
    [InlineData("withdrawn")]
    public async Task A_message_that_Redis_forgot_is_no_new_one_once_it_has_a_reply(string settled)
    {
        var message = NewMessage();
        await AcquireAsync(message);
        await RunAsync("return redis.call('DEL', KEYS[1])", MessageKey(message));

        await (settled switch
        {
            "in time" => Ledger.SettleAsync(message, Hello, inTime: true, Cancelled).AsTask(),
            "late" => Ledger.SettleAsync(message, Hello, inTime: false, Cancelled).AsTask(),
            "offered" => Ledger.OfferAsync(message, Hello, Cancelled).AsTask(),
            _ => (Task)Ledger.WithdrawAsync(message, Cancelled).AsTask(),
        });

        Assert.Equal(AcquireResult.Retry, await _other.Ledger.AcquireAsync(message, null, Cancelled));
        Assert.NotNull(await _other.Ledger.WaitAsync(message, Timeout, Cancelled));
        Assert.InRange(await LeftAsync(MessageKey(message)), TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_watch_ends_when_the_replica_is_known_to_have_lived_until_the_message_was_safe()
    {
        var message = NewMessage();
        await AcquireAsync(message);
        await LiveAsync(message);
        var watch = _other.Ledger.WatchAsync(message, TimeSpan.FromSeconds(3), Cancelled).AsTask();

        // Alive now means that it was four seconds ago, as long as its key lives.
        var watched = await WatchedAsync(watch);

        Assert.Null(await watch);
        Assert.InRange(watched, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task A_watch_notices_a_death_and_believes_it_when_it_has_seen_it_twice()
    {
        var message = NewMessage();
        await AcquireAsync(message);
        await DieAsync();
        var watch = _other.Ledger.WatchAsync(message, TimeSpan.Zero, Cancelled).AsTask();
        await Eventually.HoldsAsync(() => _other.Clock.WaitingTimers > 0, "it has looked once", Cancelled);
        Assert.False(watch.IsCompleted);

        // A store that thaws hears of the life of a replica after it was asked about it.
        await LiveAsync(message);
        _other.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => _other.Clock.WaitingTimers > 0, "it goes on", Cancelled);
        Assert.False(watch.IsCompleted);

        await DieAsync();
        await WatchedAsync(watch);
        Assert.Same(AbandonedReply.Instance, await watch);
        Assert.Equal(AcquireResult.TakenOver, await _other.Ledger.AcquireAsync(message, null, Cancelled));
    }

    [Fact]
    public async Task A_watch_over_a_message_that_Redis_forgot_waits_for_its_owner_and_then_takes_it_for_abandoned()
    {
        var (message, answered) = (NewMessage(), NewMessage());
        await AcquireAsync(message);
        await AcquireAsync(answered);
        await RunAsync("return redis.call('DEL', KEYS[1], KEYS[2])", [MessageKey(message), MessageKey(answered)]);
        var watch = _other.Ledger.WatchAsync(message, TimeSpan.FromSeconds(1), Cancelled).AsTask();
        var happier = Ledger.WatchAsync(answered, TimeSpan.FromSeconds(1), Cancelled).AsTask();

        await Ledger.SettleAsync(answered, Hello, inTime: true, Cancelled);

        Assert.InRange(await WatchedAsync(watch), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
        Assert.Same(AbandonedReply.Instance, await watch);
        _replica.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Hello, await happier);
    }

    [Fact]
    public async Task A_watch_outlasts_a_store_that_is_away()
    {
        await using var server = await RedisServer.StartAsync(Cancelled);
        await using var replica = new RedisReplica(server.ConnectionString, _prefix);
        var message = NewMessage();
        await Eventually.HoldsAsync(async () => await AcquiresAsync(replica.Ledger, message), "Redis was found", Cancelled);
        await server.FreezeAsync();
        var watch = replica.Ledger.WatchAsync(message, TimeSpan.Zero, Cancelled).AsTask();

        for (var looks = 0; looks < 3; looks++)
        {
            await Eventually.HoldsAsync(() => replica.Clock.WaitingTimers > Heartbeat, "it has looked in vain", Cancelled);
            replica.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.False(watch.IsCompleted);
        await server.ThawAsync();
        await Eventually.HoldsAsync(async () => await SettlesInTimeAsync(replica.Ledger, message), "Redis was back", Cancelled);
        await Eventually.HoldsAsync(
            () =>
            {
                replica.Clock.Advance(TimeSpan.FromMilliseconds(100));
                return watch.IsCompleted;
            },
            "it looked again",
            Cancelled);
        Assert.Equal(Hello, await watch);
    }

    [Fact]
    public async Task A_watch_can_be_ended()
    {
        var message = NewMessage();
        await AcquireAsync(message);
        using var giveUp = new CancellationTokenSource();
        var watch = _other.Ledger.WatchAsync(message, TimeSpan.FromMinutes(1), giveUp.Token).AsTask();

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
    }

    [Fact]
    public async Task A_reply_of_a_newer_version_is_read_as_far_as_it_can_be()
    {
        var (message, unknown) = (NewMessage(), NewMessage());
        await AcquireAsync(message);
        await AcquireAsync(unknown);

        await RunAsync("return redis.call('HSET', KEYS[1], 'reply', ARGV[1])", MessageKey(message), """{"kind":"text","Content":"hello","Font":"bold"}""");
        await RunAsync("return redis.call('HSET', KEYS[1], 'reply', ARGV[1])", MessageKey(unknown), """{"kind":"hologram","Depth":3}""");

        Assert.Equal(Hello, await Ledger.WaitAsync(message, Timeout, Cancelled));
        Assert.Null(await Ledger.WaitAsync(unknown, Timeout, Cancelled));
    }

    [Fact]
    public async Task Everything_is_kept_as_long_as_in_memory_and_tells_no_openid()
    {
        var (message, seal) = (NewMessage(), NewSeal());
        await AcquireAsync(message, seal);
        _ = _other.Ledger.WaitAsync(message, Timeout, Cancelled).AsTask();
        await UntilWaitingAsync(1);

        Assert.InRange(await LeftAsync(MessageKey(message)), TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        Assert.InRange(await LeftAsync(MessageKey(message) + ":waiting"), TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        var signature = Assert.Single(await _redis.KeysAsync(_prefix + "v1:signature:"));
        Assert.InRange(await LeftAsync(signature), TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        var replica = Assert.Single(await _redis.KeysAsync(_prefix + "v1:replica:"));
        Assert.InRange(await LeftAsync(replica), TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.Equal(4, (await _redis.KeysAsync(_prefix)).Length);
    }

    [Fact]
    public async Task A_ledger_without_its_store_throws_and_a_delivery_that_waits_goes_on_waiting()
    {
        await using var server = await RedisServer.StartAsync(Cancelled);
        await using var replica = new RedisReplica(server.ConnectionString, _prefix);
        var message = NewMessage();
        await Eventually.HoldsAsync(async () => await AcquiresAsync(replica.Ledger, message), "Redis was found", Cancelled);
        var waiting = replica.Ledger.WaitAsync(message, Timeout, Cancelled).AsTask();
        await Eventually.HoldsAsync(() => replica.Clock.WaitingTimers > 1, "it waits", Cancelled);

        await server.FreezeAsync();
        replica.Clock.Advance(TimeSpan.FromMilliseconds(250));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await replica.Ledger.AcquireAsync(NewMessage(), null, Cancelled));
        Assert.False(waiting.IsCompleted);
        await server.ThawAsync();

        await Eventually.HoldsAsync(async () => await SettlesAsync(replica.Ledger, message), "Redis was back", Cancelled);
        await Eventually.HoldsAsync(
            () =>
            {
                replica.Clock.Advance(TimeSpan.FromMilliseconds(10));
                return waiting.IsCompleted;
            },
            "it looked again",
            Cancelled);
        Assert.Equal(Hello, await waiting);
    }

    [Fact]
    public async Task What_a_frozen_store_was_to_record_is_recorded_when_it_thaws()
    {
        await using var server = await RedisServer.StartAsync(Cancelled);
        await using var replica = new RedisReplica(server.ConnectionString, _prefix, isInRealTime: true);
        MessageIdentity[] messages = [NewMessage(), NewMessage(), NewMessage()];
        foreach (var message in messages)
        {
            await Eventually.HoldsAsync(async () => await AcquiresAsync(replica.Ledger, message), "Redis was found", Cancelled);
        }

        await server.FreezeAsync();
        var settling = messages.Select(
            message => replica.Ledger.SettleAsync(message, Hello, inTime: true, Cancelled).AsTask()).ToArray();
        foreach (var call in settling)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => call);
        }

        await server.ThawAsync();

        foreach (var message in messages)
        {
            await Eventually.HoldsAsync(async () => await IsRecordedAsync(message), "it was recorded", Cancelled);
        }

        async Task<bool> IsRecordedAsync(MessageIdentity message)
        {
            try
            {
                return Hello == await replica.Ledger.WatchAsync(message, TimeSpan.Zero, Cancelled);
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task The_keys_have_the_names_that_other_versions_know()
    {
        var (message, seal) = (new MessageIdentity(0x2a), new PlaintextSeal(0x2b, 0x2c));

        Assert.Equal(AcquireResult.First, await AcquireAsync(message, seal));

        Assert.Contains($"{_prefix}v1:message:{new string('0', 30)}2a", await _redis.KeysAsync(_prefix));
        var signature = $"{_prefix}v1:signature:{new string('0', 30)}2b";
        Assert.Equal($"{new string('0', 30)}2c", (string?)await _redis.Database.StringGetAsync(signature));
    }

    [Fact]
    public async Task A_delivery_that_gives_up_when_its_store_is_frozen_does_not_say_that_there_is_no_reply()
    {
        await using var server = await RedisServer.StartAsync(Cancelled);
        await using var replica = new RedisReplica(server.ConnectionString, _prefix);
        var message = NewMessage();
        await Eventually.HoldsAsync(async () => await AcquiresAsync(replica.Ledger, message), "Redis was found", Cancelled);
        var waiting = replica.Ledger.WaitAsync(message, Timeout, Cancelled).AsTask();
        await Eventually.HoldsAsync(() => replica.Clock.WaitingTimers > Heartbeat, "it waits", Cancelled);

        await server.FreezeAsync();
        await Eventually.HoldsAsync(
            () =>
            {
                replica.Clock.Advance(TimeSpan.FromMilliseconds(10));
                return waiting.IsCompleted;
            },
            "it gave up",
            Cancelled);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => waiting);
    }

    protected override Task UntilWaitingAsync(int deliveries)
        => Eventually.HoldsAsync(async () => await WaitingAsync() == deliveries, $"{deliveries} deliveries wait", Cancelled);

    protected override async Task PassAsync(TimeSpan time)
    {
        // In steps, each when all that wait have set their timers: a timer that is set after time has passed would start too late.
        var step = TimeSpan.FromMilliseconds(100);
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
        {
            await Eventually.HoldsAsync(async () => _replica.Clock.WaitingTimers == await WaitingAsync() + Heartbeat,
                "all that wait have set their timers", Cancelled);
            _replica.Clock.Advance(step);
        }
    }

    private async Task<long> WaitingAsync() => (long)await RunAsync(
        """
        local waiting = 0
        for _, key in ipairs(redis.call('KEYS', KEYS[1] .. 'v1:message:*:waiting')) do waiting = waiting + redis.call('ZCARD', key) end
        return waiting
        """,
        _prefix);

    private static Task<bool> AcquiresAsync(RedisLedger ledger, MessageIdentity message)
        => IsThereAndAsync(async () => await ledger.AcquireAsync(message, null, Cancelled) == AcquireResult.First);

    /// <summary>Settles a message; returns whether the reply reaches somebody who waits.</summary>
    private static Task<bool> SettlesAsync(RedisLedger ledger, MessageIdentity message)
        => IsThereAndAsync(async () => await ledger.SettleAsync(message, Hello, inTime: true, Cancelled));

    /// <summary>Settles a message; returns whether that could be done.</summary>
    private static Task<bool> SettlesInTimeAsync(RedisLedger ledger, MessageIdentity message)
        => IsThereAndAsync(async () =>
        {
            await ledger.SettleAsync(message, Hello, inTime: true, Cancelled);
            return true;
        });

    private static async Task<bool> IsThereAndAsync(Func<Task<bool>> ask)
    {
        try
        {
            return await ask();
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Lets the other replica's time pass while it watches; returns how much that was.</summary>
    private async Task<TimeSpan> WatchedAsync(Task watch)
    {
        var step = TimeSpan.FromMilliseconds(100);
        var passed = TimeSpan.Zero;
        await Eventually.HoldsAsync(
            () =>
            {
                // Time passes only while it waits for that.
                var isWaiting = _other.Clock.WaitingTimers > 0 && !watch.IsCompleted;
                _other.Clock.Advance(isWaiting ? step : TimeSpan.Zero);
                passed += isWaiting ? step : TimeSpan.Zero;
                return watch.IsCompleted;
            },
            "the watch ended",
            Cancelled);
        return passed;
    }

    /// <summary>Keeps the replica that has a message alive for a minute of Redis' own time, however busy the machine is.</summary>
    private async Task LiveAsync(MessageIdentity message) => await RunAsync(
        "return redis.call('SET', KEYS[1] .. redis.call('HGET', KEYS[2], 'owner'), '', 'PX', 60000)",
        [_prefix + "v1:replica:", MessageKey(message)]);

    /// <summary>Lets the replica's sign of life run out, as if it had been killed.</summary>
    private async Task DieAsync()
    {
        foreach (var key in await _redis.KeysAsync(_prefix + "v1:replica:"))
        {
            await RunAsync("return redis.call('DEL', KEYS[1])", key);
        }
    }

    private string MessageKey(MessageIdentity message) => $"{_prefix}v1:message:{message}";

    private async Task<TimeSpan> LeftAsync(string key)
        => TimeSpan.FromMilliseconds((long)await RunAsync("return redis.call('PTTL', KEYS[1])", key));

    private Task<RedisResult> RunAsync(string script, string[] keys)
        => _redis.Database.ScriptEvaluateAsync(script, [.. keys.Select(key => (RedisKey)key)]);

    private Task<RedisResult> RunAsync(string script, string key, params RedisValue[] values)
        => _redis.Database.ScriptEvaluateAsync(script, [key], values);
}

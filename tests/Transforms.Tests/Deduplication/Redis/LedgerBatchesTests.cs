using System.Globalization;
using StackExchange.Redis;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Deduplication.Redis;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Tests.Replicas;

namespace WxYarpGateway.Transforms.Tests.Deduplication.Redis;

/// <summary>Which steps share a call. Redis is frozen while they are added, and says afterwards how many calls it got.</summary>
public sealed class LedgerBatchesTests(LedgerBatchesTests.Server server) : IClassFixture<LedgerBatchesTests.Server>, IAsyncLifetime
{
    private const int Most = 128;
    private const int Capacity = 16_384;

    private static readonly TimeSpan Lives = TimeSpan.FromMinutes(1);
    private static readonly RedisValue Hello = StoredReply.Write(new TextReply("hello"));

    private readonly FakeTimeProvider _clock = new();
    private readonly RedisReplica _replica = new(server.Redis.ConnectionString, SharedRedis.NewPrefix());
    private LedgerKeys _keys = null!;
    private LedgerBatches _batches = null!;
    private long _callsBefore;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _keys = new LedgerKeys(_replica.Access);
        _batches = new LedgerBatches(_replica.Access, _keys, "replica", Lives, StoredReply.Write(Reply.Success), _clock);

        // Redis knows the script from then on, and needs one call for a batch.
        Assert.Equal(AcquireResult.First, await AcquireAsync(New()));
        _callsBefore = await server.CallsAsync();
        await server.Redis.FreezeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await server.Redis.ThawAsync();
        await _replica.DisposeAsync();
    }

    [Fact]
    public async Task What_comes_while_a_call_is_under_way_shares_the_next_and_each_gets_its_own_result()
    {
        var (message, settled, late) = (New(), New(), New());
        var (seal, forged) = (new PlaintextSeal(1, 2), new PlaintextSeal(1, 3));
        var first = AcquireAsync(message);

        var retry = AcquireAsync(message);
        var plaintext = AcquireAsync(settled, seal);
        var refused = AcquireAsync(New(), forged);
        var inTime = SettleAsync(settled, isInTime: true);
        var again = SettleAsync(settled, isInTime: false);
        var other = AcquireAsync(late);
        var tooLate = SettleAsync(late, isInTime: false);
        await server.Redis.ThawAsync();

        Assert.Equal(
            [AcquireResult.First, AcquireResult.Retry, AcquireResult.First, AcquireResult.Forged, AcquireResult.First],
            await Task.WhenAll(first, retry, plaintext, refused, other));
        var taken = await Task.WhenAll(inTime, again, tooLate);
        Assert.Equal([false, true, false], taken);
        Assert.Equal(2, await CallsAsync());
    }

    [Fact]
    public async Task A_call_is_waited_for_with_the_next_for_a_tenth_of_a_second()
    {
        var hung = AcquireAsync(New());
        _clock.Advance(TimeSpan.FromMilliseconds(99));
        var waits = AcquireAsync(New());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        var takesItAlong = AcquireAsync(New());
        var waitsForThose = AcquireAsync(New());
        await server.Redis.ThawAsync();

        Assert.All(
            await Task.WhenAll(hung, waits, takesItAlong, waitsForThose), result => Assert.Equal(AcquireResult.First, result));
        Assert.Equal(3, await CallsAsync());
    }

    [Fact]
    public async Task Redis_is_held_up_by_128_steps_at_most()
    {
        var steps = Enumerable.Range(0, 1 + Most + Most + 1).Select(_ => AcquireAsync(New())).ToArray();
        await server.Redis.ThawAsync();

        Assert.All(await Task.WhenAll(steps), result => Assert.Equal(AcquireResult.First, result));
        Assert.Equal(4, await CallsAsync());
    }

    [Fact]
    public async Task More_than_can_wait_are_refused_and_the_others_are_not_lost()
    {
        var steps = Enumerable.Range(0, 1 + Capacity).Select(_ => AcquireAsync(New())).ToArray();

        await Assert.ThrowsAsync<RedisException>(() => AcquireAsync(New()));
        await server.Redis.ThawAsync();

        Assert.All(await Task.WhenAll(steps), result => Assert.Equal(AcquireResult.First, result));
        Assert.Equal(1 + (Capacity / Most), await CallsAsync());
        Assert.Equal(AcquireResult.First, await AcquireAsync(New()));
    }

    [Fact]
    public async Task Who_comes_first_after_a_pause_is_sent_at_once()
    {
        await server.Redis.ThawAsync();
        for (var turn = 0; turn < 3; turn++)
        {
            Assert.Equal(AcquireResult.First, await AcquireAsync(New()));
        }

        Assert.Equal(3, await CallsAsync());
    }

    [Fact]
    public async Task An_error_of_one_step_is_told_to_all_that_shared_its_call_for_Redis_does_not_say_whose_it_was_and_to_nobody_else()
    {
        var (before, foreign, after) = (New(), New(), New());
        await server.Redis.ThawAsync();
        await server.Database.StringSetAsync(_keys.Of(foreign), "no message");
        await server.Redis.FreezeAsync();
        var earlier = AcquireAsync(New());
        Task<AcquireResult>[] steps = [AcquireAsync(before), AcquireAsync(foreign), AcquireAsync(after)];
        await server.Redis.ThawAsync();

        Assert.Equal(AcquireResult.First, await earlier);
        foreach (var step in steps)
        {
            await Assert.ThrowsAsync<RedisServerException>(() => step);
        }

        // What came before the error was done.
        Assert.Equal(AcquireResult.Retry, await AcquireAsync(before));
        Assert.Equal(AcquireResult.First, await AcquireAsync(after));
    }

    [Fact]
    public async Task Who_shared_a_call_and_who_waited_for_the_next_are_told_that_the_connection_was_lost()
    {
        await using var lost = await RedisServer.StartAsync(Cancelled);
        await using var replica = new RedisReplica(lost.ConnectionString, SharedRedis.NewPrefix());
        _batches = new LedgerBatches(replica.Access, _keys, "replica", Lives, StoredReply.Write(Reply.Success), _clock);
        Assert.Equal(AcquireResult.First, await AcquireAsync(New()));
        await lost.FreezeAsync();
        Task<AcquireResult>[] steps = [AcquireAsync(New()), AcquireAsync(New()), AcquireAsync(New())];
        await lost.StopAsync();

        foreach (var step in steps)
        {
            await Assert.ThrowsAnyAsync<RedisException>(() => step);
        }

        await lost.RunAsync(Cancelled);
        await Eventually.HoldsAsync(
            async () =>
            {
                var next = AcquireAsync(New());
                await Task.WhenAny(next);
                return next.IsCompletedSuccessfully;
            },
            "steps are taken again",
            Cancelled);
    }

    private static MessageIdentity New() => new(new UInt128((ulong)Random.Shared.NextInt64(), (ulong)Random.Shared.NextInt64()));

    private Task<AcquireResult> AcquireAsync(MessageIdentity message, PlaintextSeal? plaintext = null)
        => AcquireAsync(_keys.Of(message), plaintext);

    private async Task<AcquireResult> AcquireAsync(RedisKey message, PlaintextSeal? plaintext = null)
        => await _batches.AcquireAsync(plaintext is { } seal
            ? new AcquireStep(message, _keys.OfSignature(seal), LedgerKeys.DigitsOf(seal.Body))
            : new AcquireStep(message, null, RedisValue.Null));

    private Task<bool> SettleAsync(MessageIdentity message, bool isInTime)
        => _batches.SettleAsync(new SettleStep(_keys.Of(message), Hello, isInTime));

    private async Task<long> CallsAsync() => await server.CallsAsync() - _callsBefore;

    /// <summary>The server that the tests share, one after the other.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private ConnectionMultiplexer _connection = null!;

        public RedisServer Redis { get; private set; } = null!;

        /// <summary>Gets a connection for tests to spoil something with.</summary>
        public IDatabase Database => _connection.GetDatabase();

        public async ValueTask InitializeAsync()
        {
            Redis = await RedisServer.StartAsync(Cancelled);
            _connection = await ConnectionMultiplexer.ConnectAsync(Redis.ConnectionString + ",allowAdmin=true");
        }

        /// <summary>Returns how many scripts Redis has run.</summary>
        public async Task<long> CallsAsync()
        {
            var commands = await Admin.InfoAsync("commandstats");
            var calls = commands.SelectMany(group => group).Single(command => command.Key == "cmdstat_evalsha").Value;
            return long.Parse(calls.Split('=', ',')[1], CultureInfo.InvariantCulture);
        }

        public async ValueTask DisposeAsync()
        {
            await _connection.DisposeAsync();
            await Redis.DisposeAsync();
        }

        private IServer Admin => _connection.GetServer(Redis.ConnectionString);
    }
}

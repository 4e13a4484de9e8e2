using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Tests.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Tests.Replicas;

/// <summary>What two replicas share over a Redis, however it is set up: all that the gateway keeps there.</summary>
public abstract class RedisTopologyContract : IAsyncLifetime
{
    private static readonly string[] Channels = ["v1:changes", "v1:replies", "v1:kept:news"];
    private static readonly TextReply Hello = new("hello");

    private readonly ScriptedWeChat _weChat = new();
    private RedisReplica? _first;
    private RedisReplica? _second;

    /// <summary>Gets the prefix of this test's keys. In braces, as by default: a cluster needs them.</summary>
    protected string Prefix { get; } = $"{{test-{Guid.NewGuid():N}}}:";

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Gets the connection string, as a gateway is configured with.</summary>
    protected abstract string ConnectionString { get; }

    private protected RedisReplica First => _first!;

    private protected RedisReplica Second => _second!;

    public async ValueTask InitializeAsync()
    {
        _first = new RedisReplica(ConnectionString, Prefix, _weChat, isInRealTime: true);
        _second = new RedisReplica(ConnectionString, Prefix, _weChat, isInRealTime: true);
        await UntilNewsAreHeardAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task One_replica_renews_a_token_and_a_refused_one_is_replaced_on_both()
    {
        var account = RedisReplica.Account("wx" + Guid.NewGuid().ToString("N"));
        var asked = _weChat.TokenCalls.Count;

        var tokens = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(number => Task.Run(() => TokenAsync(number % 2 == 0 ? First : Second, account))));

        var token = Assert.Single(tokens.Distinct());
        Assert.Equal(asked + 1, _weChat.TokenCalls.Count);

        Assert.True((await First.Tokens.ReplaceAsync(account, token, Cancelled)).TryGet(out var replaced, out _));
        await Eventually.HoldsAsync(
            async () => await TokenAsync(Second, account) == replaced.Value, "the other heard of the new token", Cancelled);
        Assert.Equal(asked + 2, _weChat.TokenCalls.Count);
    }

    [Fact]
    public async Task A_message_is_delivered_by_one_replica_and_a_retry_to_the_other_gets_its_reply()
    {
        var message = new MessageIdentity(NewDigest());
        var seal = new PlaintextSeal(NewDigest(), NewDigest());
        Assert.Equal(AcquireResult.First, await First.Ledger.AcquireAsync(message, seal, Cancelled));
        Assert.Equal(AcquireResult.Retry, await Second.Ledger.AcquireAsync(message, seal, Cancelled));
        var waiting = Second.Ledger.WaitAsync(message, TimeSpan.FromSeconds(4), Cancelled).AsTask();

        await First.Ledger.SettleAsync(message, Hello, inTime: true, Cancelled);

        Assert.Equal(Hello, await waiting);
        Assert.Equal(1, await First.Ledger.CountAsync(message, Cancelled) - 1);
        Assert.Equal(Hello, await Second.Ledger.CloseAsync(message, Cancelled));
    }

    [Fact]
    public async Task A_message_that_one_replica_keeps_for_redelivery_the_other_delivers()
    {
        var (message, doomed) = (KeptMessages.New(), KeptMessages.New());
        await First.Queue.KeepAsync(KeptMessages.Keep(message), Cancelled);
        await First.Queue.KeepAsync(KeptMessages.Keep(doomed, maxAge: TimeSpan.Zero), Cancelled);

        var turn = await Second.Queue.TakeAsync("second", 10, Cancelled);

        Assert.Equal(doomed.Id, Assert.Single(turn.Dead).Id);
        Assert.Equal(message.Id, Assert.Single(turn.Taken).Message.Id);
        Assert.Empty((await First.Queue.TakeAsync("first", 10, Cancelled)).Taken);
        Assert.Empty((await Second.Queue.RenewAsync([(message.Id, "second")], Cancelled)).Gone);
        Assert.True(await Second.Queue.DoneAsync(message.Id, isRedelivery: true, Cancelled));
        Assert.Single(await First.Queue.ListDeadAsync("shop", 10, Cancelled));
        Assert.Equal(1, await First.Queue.RequeueAsync("shop", null, KeptMessages.Hour, 100, Cancelled));
    }

    [Fact]
    public async Task A_reply_that_one_replica_keeps_the_other_hands_out()
    {
        var conversation = new Conversation($"shop-{Guid.NewGuid():N}", NewDigest());
        Assert.Equal(KeepingResult.Kept, await First.Kept.KeepAsync(conversation, NewDigest(), Hello, Cancelled));

        await Eventually.HoldsAsync(() => Second.Kept.MayHave(conversation.Service), "the other heard of it", Cancelled);

        Assert.Equal(Hello, (await Second.Kept.TakeAsync(conversation, NewDigest(), Cancelled)).Reply);
        await Second.Kept.RefreshAsync(Cancelled);
    }

    [Fact]
    public async Task What_one_replica_caches_the_other_finds()
    {
        var lifetime = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) };
        await First.Cache.SetAsync("userinfo", [1, 2], lifetime, Cancelled);

        Assert.Equal([1, 2], await Second.Cache.GetAsync("userinfo", Cancelled));
        await Second.Cache.RemoveAsync("userinfo", Cancelled);
        Assert.Null(await First.Cache.GetAsync("userinfo", Cancelled));
    }

    /// <summary>Waits until both replicas hear what either says.</summary>
    private protected async Task UntilNewsAreHeardAsync()
    {
        // No token, message or service has this name. The client has one subscription a channel, so what this test hears the gateway's part
        // hears.
        var mark = $"mark-{Guid.NewGuid():N}";
        foreach (var channel in Channels)
        {
            foreach (var replica in new[] { First, Second })
            {
                var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                replica.Connection.Subscribe(channel, news =>
                {
                    if (news == mark)
                    {
                        heard.TrySetResult();
                    }
                });
                await Eventually.HoldsAsync(
                    async () =>
                    {
                        var key = First.Connection.Key("v1:news");
                        RedisValue[] values = [First.Connection.Key(channel), mark];
                        var told = First.Connection.RunAsync("return redis.call('PUBLISH', ARGV[1], ARGV[2])", [key], values);
                        await ((Task)told).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                        return heard.Task.IsCompleted;
                    },
                    $"news on {channel} were heard",
                    Cancelled);
            }
        }
    }

    private protected static UInt128 NewDigest() => new((ulong)Random.Shared.NextInt64(), (ulong)Random.Shared.NextInt64());

    private static async Task<string> TokenAsync(RedisReplica replica, Account account)
    {
        Assert.True((await replica.Tokens.GetAsync(account, Cancelled)).TryGet(out var token, out var error), error?.Message);
        return token.Value;
    }
}

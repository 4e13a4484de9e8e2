using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Tests.Pipeline;
using WxYarpGateway.Transforms.Tests.Replicas;

namespace WxYarpGateway.Transforms.Tests.KeptReplies;

public sealed class RedisKeptRepliesTests : KeptRepliesContract, IAsyncLifetime
{
    private readonly string _prefix = SharedRedis.NewPrefix();
    private readonly SharedRedis _redis;
    private readonly RedisReplica _replica;
    private readonly RedisReplica _other;

    public RedisKeptRepliesTests(SharedRedis redis)
    {
        _redis = redis;
        _replica = new RedisReplica(redis, _prefix);
        _other = new RedisReplica(redis, _prefix);
    }

    private protected override IKeptReplies Kept => _replica.Kept;

    public async ValueTask InitializeAsync()
        => await Eventually.HoldsAsync(
            async () => await _redis.ListenersAsync(_prefix + "v1:kept:news") == 2, "both hear the news", CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _replica.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Another_replica_knows_of_a_reply_and_has_it()
    {
        var conversation = NewConversation();
        await KeepAsync(conversation, new TextReply("hello"));

        await Eventually.HoldsAsync(() => _other.Kept.MayHave(conversation.Service), "the news are heard", CancellationToken);
        Assert.Equal(new TextReply("hello"), (await _other.Kept.TakeAsync(conversation, NewMessage(), CancellationToken)).Reply);
    }

    [Fact]
    public async Task A_replica_that_comes_later_learns_of_the_replies_that_are_there()
    {
        var conversation = NewConversation();
        await KeepAsync(conversation, new TextReply("hello"));
        await using var newcomer = new RedisReplica(_redis, _prefix);
        Assert.False(newcomer.Kept.MayHave(conversation.Service));

        await newcomer.Kept.RefreshAsync(CancellationToken);

        Assert.True(newcomer.Kept.MayHave(conversation.Service));
    }

    [Fact]
    public async Task A_service_whose_replies_have_ended_is_asked_for_no_longer()
    {
        var conversation = NewConversation();
        await KeepAsync(conversation, new TextReply("hello"));
        await _redis.Database.KeyDeleteAsync(_prefix + "v1:kept:services");

        await _replica.Kept.RefreshAsync(CancellationToken);

        Assert.False(Kept.MayHave(conversation.Service));
    }

    [Fact]
    public async Task Every_key_ends_by_itself_after_a_day_at_most()
    {
        var conversation = NewConversation();
        await KeepAsync(conversation, new TextReply("hello"));
        await KeepAsync(conversation, new TextReply("second"));
        await TakeAsync(conversation);
        await Kept.AwaitAsync(conversation, NewMessage(), CancellationToken);

        var keys = await _redis.KeysAsync(_prefix);

        Assert.Equal(5, keys.Length);
        foreach (var key in keys)
        {
            Assert.True(await _redis.Database.KeyTimeToLiveAsync(key) is { } left && left <= KeptReplyLimits.Lifetime, key);
        }
    }

    [Fact]
    public async Task What_is_kept_while_Redis_is_away_moves_there_when_it_is_back()
    {
        await using var server = await RedisServer.StartAsync(CancellationToken);
        await using var replica = new RedisReplica(server.ConnectionString, _prefix);
        await using var other = new RedisReplica(server.ConnectionString, _prefix);
        var clock = TimeProvider.System;
        var memory = new MemoryKeptReplies(clock);
        await using var host = new TestHost();
        using var keeper = new ReplyKeeper(
            replica.Kept,
            memory,
            new LateWays(clock, NullLogger<LateWays>.Instance),
            Pipeline.Pushes.KeptMetrics(),
            host.Deadlines,
            clock,
            NullLogger<ReplyKeeper>.Instance);
        await server.StopAsync();
        var message = Pipeline.Pushes.Converted();
        message.Key = NewMessage();

        Assert.True(await keeper.KeepAsync(message, new TextReply("hello")));
        Assert.True(keeper.MayHave(message.Service.Name));
        Assert.False(memory.IsEmpty);

        await keeper.StartAsync(CancellationToken);
        await server.RunAsync(CancellationToken);
        await Eventually.HoldsAsync(() => memory.IsEmpty, "the reply has moved", CancellationToken);

        // The other one may not have found the new server yet.
        var (asking, taken) = (NewMessage(), default(TakenReply));
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    taken = await other.Kept.TakeAsync(Conversation.Of(message), asking, CancellationToken);
                    return true;
                }
                catch (StoreUnavailableException)
                {
                    return false;
                }
            },
            "the other replica is back",
            CancellationToken);
        Assert.Equal(new TextReply("hello"), taken.Reply);
        await keeper.StopAsync(CancellationToken);
    }
}

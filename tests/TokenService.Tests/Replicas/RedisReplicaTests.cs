using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Tests.Replicas;

/// <summary>Several replicas, a real Redis, one WeChat; time is real.</summary>
public sealed class RedisReplicaTests(SharedRedis redis) : IAsyncDisposable
{
    private static readonly Account Account = Some.Account();
    private static readonly string Key = TokenKey.Of(Account, TokenKind.AccessToken);

    private readonly TestRedis _store = new(redis);
    private readonly ScriptedWeChat _weChat = new();
    private readonly List<Replica> _replicas = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        _store.Dispose();
    }

    [Theory]
    [InlineData(TokenEndpoint.Stable)]
    [InlineData(TokenEndpoint.Classic)]
    public async Task All_replicas_together_ask_once(TokenEndpoint endpoint)
    {
        var replicas = await ReplicasAsync(3);
        var account = Some.Account(endpoint);

        var results = await Task.WhenAll(Enumerable.Range(0, 300).Select(
            number => Task.Run(async () => await replicas[number % 3].Tokens.GetAsync(account, Cancelled))));

        Assert.All(results, result => Assert.Equal("TOKEN-1", Some.Of(result).Value));
        Assert.Single(_weChat.Calls);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once_and_all_replicas_have_the_new_one_at_once()
    {
        var replicas = await ReplicasAsync(3);
        await Task.WhenAll(replicas.Select(TokenAsync));

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(
            number => Task.Run(async () => await replicas[number % 2].Tokens.ReplaceAsync(Account, "TOKEN-1", Cancelled))));

        Assert.All(results, result => Assert.Equal("TOKEN-2", Some.Of(result).Value));
        await Eventually.HoldsAsync(async () => await TokenAsync(replicas[2]) == "TOKEN-2", "the third heard of it", Cancelled);
        Assert.Equal(2, _weChat.Calls.Count);
    }

    [Fact]
    public async Task A_lease_whose_holder_vanished_holds_nobody_up_for_longer_than_it_lasts()
    {
        var replicas = await ReplicasAsync(2);
        Assert.NotNull(await _store.Leases.TryAcquireAsync(Key, TimeSpan.FromSeconds(15), Cancelled));
        var waiting = replicas.Select(TokenAsync).ToArray();
        Assert.DoesNotContain(waiting, wait => wait.IsCompleted);

        await _store.PassAsync(TimeSpan.FromSeconds(15));

        Assert.All(await Task.WhenAll(waiting), token => Assert.Equal("TOKEN-1", token));
        Assert.Single(_weChat.Calls);
    }

    [Fact]
    public async Task A_replica_that_comes_back_after_its_lease_ended_overwrites_nothing()
    {
        var replicas = await ReplicasAsync(2);
        var (isAsked, isAnswered, asked) = (new TaskCompletionSource(), new TaskCompletionSource(), 0);
        _weChat.When("/cgi-bin/stable_token", async (_, _) =>
        {
            if (Interlocked.Increment(ref asked) > 1)
            {
                return ScriptedWeChat.Json(ScriptedWeChat.TokenJson("NEW"));
            }

            isAsked.SetResult();
            await isAnswered.Task;
            return ScriptedWeChat.Json(ScriptedWeChat.TokenJson("OLD"));
        });
        var paused = TokenAsync(replicas[0]);
        await isAsked.Task;

        await _store.PassAsync(TimeSpan.FromSeconds(15));
        Assert.Equal("NEW", await TokenAsync(replicas[1]));
        isAnswered.SetResult();

        Assert.Equal("NEW", await paused);
        Assert.Equal("NEW", (await _store.Store.GetAsync(Key, Cancelled))?.Text);
    }

    [Theory]
    [InlineData("frozen")]
    [InlineData("stopped")]
    public async Task Without_redis_tokens_go_on_and_afterwards_they_are_shared_again(string how)
    {
        await using var server = await RedisServer.StartAsync(Cancelled);
        var (first, second) = (NewReplica(server.ConnectionString), NewReplica(server.ConnectionString));
        await Eventually.HoldsAsync(async () => await IsSharedAsync(first, second), "Redis is found", Cancelled);
        var held = await TokenAsync(first);

        await (how == "frozen" ? server.FreezeAsync() : server.StopAsync());
        var startedAt = TimeProvider.System.GetTimestamp();
        Assert.Equal(held, await TokenAsync(first));
        Assert.True(Some.Of(await first.Tokens.GetAsync(Some.Account(appId: "wxother"), Cancelled)).Value.Length > 0);
        Assert.InRange(TimeProvider.System.GetElapsedTime(startedAt), TimeSpan.Zero, TimeSpan.FromSeconds(2));

        await (how == "frozen" ? server.ThawAsync() : server.RunAsync(Cancelled));
        startedAt = TimeProvider.System.GetTimestamp();
        await Eventually.HoldsAsync(async () => await IsSharedAsync(first, second), "tokens are shared again", Cancelled);
        var took = TimeProvider.System.GetElapsedTime(startedAt);
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"Tokens are shared again after Redis was {how}: {took.TotalMilliseconds:0} ms"));
    }

    /// <summary>Returns whether a token that one replica gets for a new account is the other's too.</summary>
    private static async Task<bool> IsSharedAsync(Replica first, Replica second)
    {
        var account = Some.Account(appId: "wx" + Guid.NewGuid().ToString("N"));
        var token = Some.Of(await first.Tokens.GetAsync(account, Cancelled));
        return Some.Of(await second.Tokens.GetAsync(account, Cancelled)).Value == token.Value;
    }

    private static async Task<string> TokenAsync(Replica replica) => Some.Of(await replica.Tokens.GetAsync(Account, Cancelled)).Value;

    private async Task<Replica[]> ReplicasAsync(int count)
    {
        Replica[] replicas = [.. Enumerable.Range(0, count).Select(_ => NewReplica(redis.ConnectionString))];
        Assert.All(replicas, replica => Assert.Empty(replica.Slots.All));
        await _store.UntilHeardAsync(count + 1, Cancelled);
        return replicas;
    }

    private Replica NewReplica(string connectionString)
    {
        var replica = new Replica(new FakeTimeProvider(), _weChat, configure: services =>
        {
            services.AddSingleton(TimeProvider.System);
            services.Configure<StoreOptions>(
                options => (options.Kind, options.Redis, options.KeyPrefix) = (StoreKind.Redis, connectionString, _store.Prefix));
        });
        _replicas.Add(replica);
        return replica;
    }
}

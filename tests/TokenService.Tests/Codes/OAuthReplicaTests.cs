using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Codes;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;
using WxYarpGateway.TokenService.Tests.Replicas;
using static WxYarpGateway.TokenService.Tests.Codes.OAuthWeChat;

namespace WxYarpGateway.TokenService.Tests.Codes;

/// <summary>Two processes over one real Redis: to WeChat they are one.</summary>
public sealed class OAuthReplicaTests : IAsyncDisposable
{
    private const string Code = "CODE-of-the-user";

    private readonly FakeTimeProvider _clock = new();
    private readonly SharedRedis _redis;
    private readonly string _prefix = SharedRedis.NewPrefix();
    private readonly ScriptedWeChat _weChat = Once("snsapi_userinfo");
    private readonly Replica _first;
    private readonly Replica _second;

    public OAuthReplicaTests(SharedRedis redis)
    {
        _redis = redis;
        _first = Start(redis.ConnectionString);
        _second = Start(redis.ConnectionString);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static string Key => OAuthKey.OfCode(Some.Account().AppId, Code);

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task A_crowd_at_both_is_one_exchange()
    {
        var isReady = new TaskCompletionSource();
        _weChat.When(Exchange, async (_, _) =>
        {
            await isReady.Task;
            return ScriptedWeChat.Json(Grant("snsapi_userinfo"));
        });

        var crowd = Task.WhenAll(Enumerable.Range(0, 10).Select(number => ExchangeAsync(number % 2 == 0 ? _first : _second)));
        await Eventually.HoldsAsync(
            () => _weChat.Count(Exchange) == 1 && _clock.WaitingTimers > 0, "one asks WeChat and the others wait", Cancelled);
        isReady.SetResult();
        var results = await Some.WhileTimePassesAsync(_clock, crowd, Cancelled);

        Assert.All(results, result => Assert.True(result.TryGet(out var user, out _) && user.OpenId == OpenId && user.Profile is not null));
        Assert.Equal(1, _weChat.Count(Exchange));
        Assert.InRange(_weChat.Count(Profile), 1, 2);
    }

    [Fact]
    public async Task What_one_exchanged_the_other_knows_and_no_key_tells_what_it_is()
    {
        await ExchangeAsync(_first);
        var result = await ExchangeAsync(_second);

        Assert.True(result.TryGet(out var user, out _));
        Assert.Equal(ProfileJson, System.Text.Encoding.UTF8.GetString(user.Profile!.Value.Span));
        Assert.Equal((1, 1), (_weChat.Count(Exchange), _weChat.Count(Profile)));
        Assert.Equal([_prefix + Key], await _redis.KeysAsync(_prefix));
        Assert.DoesNotContain(Code, Key, StringComparison.Ordinal);
        Assert.DoesNotContain(OAuthToken, (string)(await _redis.Database.ScriptEvaluateAsync(
            "return redis.call('GET', KEYS[1])", [_prefix + Key], []))!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_five_minutes_the_store_has_forgotten()
    {
        await ExchangeAsync(_first);
        await _redis.AgeAsync(_prefix, TimeSpan.FromMinutes(5));

        Assert.Empty(await _redis.KeysAsync(_prefix));
        Assert.Equal(ErrorCodes.OAuthCodeUsed, ErrorOf(await ExchangeAsync(_second)).ErrorCode);
    }

    [Fact]
    public async Task A_replica_that_is_gone_between_the_two_calls_leaves_the_grant_to_the_next()
    {
        _weChat.WhenHangs(Profile);
        _ = ExchangeAsync(_first);
        await Eventually.HoldsAsync(() => _weChat.Count(Profile) == 1, "the profile is being fetched", Cancelled);
        await _first.DisposeAsync();
        _weChat.When(Profile, ProfileJson);

        var result = await ExchangeAsync(_second);

        Assert.True(result.TryGet(out var user, out _) && user.Profile is not null);
        Assert.Equal(1, _weChat.Count(Exchange));
    }

    [Fact]
    public async Task A_replica_that_is_gone_during_the_exchange_makes_nobody_wait_for_ever()
    {
        await _first.Get<ILeases>().TryAcquireAsync(Key, TimeSpan.FromMinutes(1), Cancelled);

        var result = await Some.WhileTimePassesAsync(_clock, ExchangeAsync(_second), Cancelled);

        Assert.Equal((ErrorClass.Busy, "Another replica is exchanging the code and did not finish in time."),
            (ErrorOf(result).Class, ErrorOf(result).Message));
        Assert.Equal(0, _weChat.Count(Exchange));
    }

    [Fact]
    public async Task What_somebody_else_wrote_into_the_store_is_no_user()
    {
        await _redis.Database.ScriptEvaluateAsync("return redis.call('SET', KEYS[1], ARGV[1])", [_prefix + Key], ["""{"openid":"a b","profile":"evil"}"""]);

        Assert.True((await ExchangeAsync(_first)).TryGet(out var user, out _));
        Assert.Equal(OpenId, user.OpenId);
    }

    [Fact]
    public async Task While_the_store_is_away_each_exchanges_alone_and_remembers_whom_it_let_in()
    {
        await using var alone = Start("127.0.0.1:1,connectTimeout=100");

        var first = await Some.WhileTimePassesAsync(_clock, ExchangeAsync(alone), Cancelled);
        var second = await Some.WhileTimePassesAsync(_clock, ExchangeAsync(alone), Cancelled);

        Assert.True(first.TryGet(out var user, out _) && user.Profile is not null);
        Assert.True(second.TryGet(out _, out _));
        Assert.Equal((1, 1), (_weChat.Count(Exchange), _weChat.Count(Profile)));
        Assert.Contains(alone.Logs.Lines, line => line.StartsWith("Warning StoreUnavailable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_grant_is_worth_more_than_what_others_were_told_of_the_code()
    {
        var memory = _first.Get<OAuthMemory>();
        await memory.RememberAsync(Key, new WeChatError(ErrorCodes.OAuthCodeUsed, ErrorClass.UserAuthorization, "Used."), Cancelled);
        Assert.Equal(ErrorCodes.OAuthCodeUsed, ErrorOf(await ExchangeAsync(_second)).ErrorCode);

        await memory.RememberAsync(Key, new OAuthGrant(OpenId, "", "snsapi_base", false, OAuthToken), Cancelled);
        await memory.RememberAsync(Key, new WeChatError(ErrorCodes.OAuthCodeUsed, ErrorClass.UserAuthorization, "Used."), Cancelled);

        Assert.True((await ExchangeAsync(_second)).TryGet(out _, out _));
        Assert.Equal(0, _weChat.Count(Exchange));
    }

    [Fact]
    public async Task After_a_minute_a_state_is_good_for_one_user_at_whichever_replica()
    {
        var (account, first, second) = (Some.Account(), _first.Get<OAuthStates>(), _second.Get<OAuthStates>());

        Assert.True(await first.TryUseAsync(account, "STATE", "A", Cancelled));
        Assert.True(await second.TryUseAsync(account, "STATE", "A", Cancelled));
        Assert.True(await second.TryUseAsync(account, "STATE", "B", Cancelled));
        _clock.Advance(TimeSpan.FromSeconds(61));

        Assert.True(await first.TryUseAsync(account, "STATE", "A", Cancelled));
        Assert.True(await second.TryUseAsync(account, "STATE", "A", Cancelled));
        Assert.False(await second.TryUseAsync(account, "STATE", "B", Cancelled));
        Assert.False(await first.TryUseAsync(account, "STATE", "B", Cancelled));
        Assert.True(await first.TryUseAsync(account, "OTHER", "B", Cancelled));
        Assert.DoesNotContain(await _redis.KeysAsync(_prefix), key => key.Contains("STATE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_minute_a_state_is_good_for_one_user_also_while_the_store_is_away()
    {
        await using var alone = Start("127.0.0.1:1,connectTimeout=100");
        var states = alone.Get<OAuthStates>();

        Assert.True(
            await Some.WhileTimePassesAsync(_clock, states.TryUseAsync(Some.Account(), "STATE", "A", Cancelled).AsTask(), Cancelled));
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.False(
            await Some.WhileTimePassesAsync(_clock, states.TryUseAsync(Some.Account(), "STATE", "B", Cancelled).AsTask(), Cancelled));
    }

    private static Task<WeChatResult<OAuthUser>> ExchangeAsync(Replica replica) =>
        replica.Get<IOAuthCodes>().ExchangeAsync(Some.Account(), Code, ProfileFetch.WhenGranted, Cancelled).AsTask();

    private static WeChatError ErrorOf(WeChatResult<OAuthUser> result)
    {
        Assert.False(result.TryGet(out _, out var error));
        return error!;
    }

    private Replica Start(string connectionString)
        => new(_clock, _weChat, configure: services => services.Configure<StoreOptions>(options =>
    {
        options.Kind = StoreKind.Redis;
        options.Redis = connectionString;
        options.KeyPrefix = _prefix;
    }));
}

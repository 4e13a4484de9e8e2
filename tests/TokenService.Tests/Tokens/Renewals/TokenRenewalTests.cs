using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Tests.Replicas;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Tests.Tokens.Renewals;

/// <summary>Several replicas, one store, one WeChat.</summary>
public sealed class TokenRenewalTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedWeChat _weChat = new();
    private readonly SharedStore _shared;
    private readonly Replica _first;
    private readonly Replica _second;

    public TokenRenewalTests()
    {
        _shared = new SharedStore(_clock);
        _first = new Replica(_clock, _weChat, _shared);
        _second = new Replica(_clock, _weChat, _shared);
    }

    private static string Key => TokenKey.Of(Some.Account(), TokenKind.AccessToken);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Theory]
    [InlineData(TokenEndpoint.Stable)]
    [InlineData(TokenEndpoint.Classic)]
    public async Task All_replicas_together_ask_once_an_expiry(TokenEndpoint endpoint)
    {
        var account = Some.Account(endpoint);
        await using var third = new Replica(_clock, _weChat, _shared);
        for (var expiry = 1; expiry <= 3; expiry++)
        {
            var calls = new[] { _first, _second, third }
                .SelectMany(replica => Enumerable.Range(0, 100).Select(_ => replica))
                .Select(replica => Task.Run(async () => await replica.Tokens.GetAsync(account, Cancelled)));

            var results = await Some.WhileTimePassesAsync(_clock, Task.WhenAll(calls), Cancelled);

            Assert.All(results, result => Assert.Equal($"TOKEN-{expiry}", Some.Of(result).Value));
            Assert.Equal(expiry, _weChat.Calls.Count);
            _clock.Advance(TimeSpan.FromSeconds(7200));
        }
    }

    [Fact]
    public async Task The_order_is_store_lease_store_write_release()
    {
        await GetAsync(_first);

        Assert.Equal(["get", "acquire", "get", "replace", "release"], _shared.Calls);
    }

    [Fact]
    public async Task A_token_written_just_before_the_lease_was_taken_is_adopted()
    {
        var reads = 0;
        _shared.Error = async _ =>
        {
            // Between the first replica's reading and its taking the lease, somebody else renews.
            if (Interlocked.Increment(ref reads) == 2)
            {
                await WriteAsync("OTHER");
            }
        };

        Assert.Equal("OTHER", await GetAsync(_first));
        Assert.Empty(_weChat.Calls);
        Assert.Equal(["get", "acquire", "get", "release"], _shared.Calls);
    }

    [Fact]
    public async Task A_replica_that_starts_takes_the_token_from_the_store_with_what_is_left_of_it()
    {
        await GetAsync(_first);
        _clock.Advance(TimeSpan.FromSeconds(1000));

        var token = Some.Of(await _second.Tokens.GetAsync(Some.Account(), Cancelled));

        Assert.Equal("TOKEN-1", token.Value);
        Assert.Equal(TimeSpan.FromSeconds(6200), token.Lifetime.Remaining(_clock));
        Assert.Single(_weChat.Calls);
    }

    [Fact]
    public async Task A_replaced_token_is_dropped_by_the_other_replicas_at_once()
    {
        await GetAsync(_first);
        await GetAsync(_second);

        Assert.Equal("TOKEN-2", Some.Of(await _first.Tokens.ReplaceAsync(Some.Account(), "TOKEN-1", Cancelled)).Value);

        Assert.Equal("TOKEN-2", await GetAsync(_second));
        Assert.Equal("TOKEN-2", Some.Of(await _second.Tokens.ReplaceAsync(Some.Account(), "TOKEN-1", Cancelled)).Value);
        Assert.Equal(2, _weChat.Calls.Count);
    }

    [Fact]
    public async Task A_replacement_storm_over_all_replicas_causes_one_renewal()
    {
        await GetAsync(_first);
        await GetAsync(_second);

        var calls = Enumerable.Range(0, 200)
            .Select(i => i % 2 == 0 ? _first : _second)
            .Select(replica => Task.Run(async () => await replica.Tokens.ReplaceAsync(Some.Account(), "TOKEN-1", Cancelled)));

        Assert.All(
            await Some.WhileTimePassesAsync(_clock, Task.WhenAll(calls), Cancelled), result
                => Assert.Equal("TOKEN-2", Some.Of(result).Value));
        Assert.Equal(2, _weChat.Calls.Count);
    }

    [Fact]
    public async Task Replicas_share_the_forced_renewals()
    {
        await GetAsync(_first);
        await _first.Tokens.ReplaceAsync(Some.Account(), "TOKEN-1", Cancelled);
        await GetAsync(_second);
        await _second.Tokens.ReplaceAsync(Some.Account(), "TOKEN-2", Cancelled);

        Assert.Equal([false, true, false], _weChat.Calls.Select(call => call.IsForced));
    }

    [Fact]
    public async Task A_waiter_is_woken_by_the_owners_write()
    {
        var lease = await _shared.MemoryLeases.TryAcquireAsync(Key, TimeSpan.FromSeconds(15), Cancelled);
        var waiting = _first.Tokens.GetAsync(Some.Account(), Cancelled).AsTask();
        await Eventually.HoldsAsync(() => _shared.CountOf("acquire") == 1 && _clock.WaitingTimers > 0, "the replica waits", Cancelled);

        await _shared.MemoryStore.ReplaceAsync(lease!, StoredValue.OfText("WRITTEN", TimeSpan.FromHours(1)), Cancelled);

        // No time passes: it is the news that wakes.
        Assert.Equal("WRITTEN", Some.Of(await waiting).Value);
        Assert.Empty(_weChat.Calls);
    }

    [Fact]
    public async Task A_waiter_whose_news_is_lost_finds_the_token_by_looking()
    {
        var lease = await _shared.MemoryLeases.TryAcquireAsync(Key, TimeSpan.FromSeconds(15), Cancelled);
        var waiting = _first.Tokens.GetAsync(Some.Account(), Cancelled).AsTask();
        await Eventually.HoldsAsync(() => _shared.CountOf("acquire") == 1 && _clock.WaitingTimers > 0, "the replica waits", Cancelled);

        _shared.LosesNews = true;
        await _shared.MemoryStore.ReplaceAsync(lease!, StoredValue.OfText("WRITTEN", TimeSpan.FromHours(1)), Cancelled);
        Assert.Equal(1, _shared.CountOf("get"));
        _clock.Advance(TimeSpan.FromMilliseconds(50));

        Assert.Equal("WRITTEN", Some.Of(await waiting).Value);
    }

    [Fact]
    public async Task A_waiter_goes_on_when_the_owner_gives_the_lease_back_without_a_token()
    {
        var lease = await _shared.MemoryLeases.TryAcquireAsync(Key, TimeSpan.FromSeconds(15), Cancelled);
        var waiting = _first.Tokens.GetAsync(Some.Account(), Cancelled).AsTask();
        await Eventually.HoldsAsync(() => _shared.CountOf("acquire") == 1 && _clock.WaitingTimers > 0, "the replica waits", Cancelled);

        await _shared.MemoryLeases.ReleaseAsync(lease!, Cancelled);
        _clock.Advance(TimeSpan.FromMilliseconds(50));

        Assert.Equal("TOKEN-1", Some.Of(await waiting).Value);
    }

    [Fact]
    public async Task A_waiter_gives_up_after_five_seconds_and_the_next_one_succeeds_when_a_killed_owners_lease_has_run_out()
    {
        await _shared.MemoryLeases.TryAcquireAsync(Key, TimeSpan.FromSeconds(15), Cancelled);
        var startedAt = _clock.GetTimestamp();

        var error = Some.ErrorOf(
            await Some.WhileTimePassesAsync(_clock, _first.Tokens.GetAsync(Some.Account(), Cancelled).AsTask(), Cancelled));

        Assert.Equal(ErrorClass.Busy, error.Class);
        Assert.InRange(_clock.GetElapsedTime(startedAt), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.5));
        Assert.Empty(_weChat.Calls);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("TOKEN-1", await GetAsync(_first));
    }

    [Fact]
    public async Task A_token_that_is_due_is_served_while_a_dead_replica_holds_the_lease()
    {
        await GetAsync(_first);
        _clock.Advance(TimeSpan.FromSeconds(7000));
        await _shared.MemoryLeases.TryAcquireAsync(Key, TimeSpan.FromSeconds(15), Cancelled);

        Assert.Equal("TOKEN-1", await GetAsync(_first));
        await Some.WhileTimePassesAsync(_clock, WaitForBackoffAsync(), Cancelled);
        Assert.Equal("TOKEN-1", await GetAsync(_first));

        async Task<bool> WaitForBackoffAsync()
        {
            await _first.Get<TokenService.Tokens.AccessTokenService>().RenewAhead(_first.Slots.For(Some.Account()));
            return true;
        }
    }

    [Fact]
    public async Task An_owner_that_loses_its_lease_while_WeChat_is_slow_does_not_overwrite_the_next_owners_token()
    {
        _shared.LeaseDuration = TimeSpan.FromMilliseconds(100);
        _weChat.When("/cgi-bin/stable_token", async (_, _) =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await WriteAsync("SECOND");
            return ScriptedWeChat.Json(ScriptedWeChat.TokenJson("FIRST"));
        });

        Assert.Equal("SECOND", await GetAsync(_first));
        Assert.Equal("SECOND", (await _shared.MemoryStore.GetAsync(Key, Cancelled))?.Text);
        Assert.Contains("Warning LeaseLost", _first.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_owner_that_lost_its_lease_to_one_who_has_not_written_trusts_its_own_token_for_five_minutes_at_most()
    {
        _shared.LeaseDuration = TimeSpan.FromMilliseconds(100);
        _weChat.When("/cgi-bin/stable_token", async (_, _) =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await _shared.MemoryLeases.TryAcquireAsync(Key, TimeSpan.FromSeconds(15), Cancelled);
            return ScriptedWeChat.Json(ScriptedWeChat.TokenJson("MINE"));
        });

        var token = Some.Of(await _first.Tokens.GetAsync(Some.Account(), Cancelled));

        Assert.Equal("MINE", token.Value);
        Assert.InRange(token.Lifetime.Remaining(_clock), TimeSpan.FromMinutes(4.9), TimeSpan.FromMinutes(5));
        Assert.Null(await _shared.MemoryStore.GetAsync(Key, Cancelled));
    }

    [Fact]
    public async Task Without_the_store_tokens_are_served_from_memory_until_they_expire_and_WeChat_is_asked_then()
    {
        await GetAsync(_first);
        _shared.Error = _ => throw new IOException("gone");
        _clock.Advance(TimeSpan.FromSeconds(7000));

        for (var i = 0; i < 18; i++)
        {
            Assert.Equal("TOKEN-1", await GetAsync(_first));
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Single(_weChat.Calls);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("TOKEN-2", await GetAsync(_first));
        Assert.False(_weChat.Calls[1].IsForced);
        Assert.Equal(2, _weChat.Calls.Count);

        _shared.Error = null;
        _clock.Advance(TimeSpan.FromSeconds(7195));
        Assert.Equal("TOKEN-3", await GetAsync(_first));
        Assert.Equal("TOKEN-3", await GetAsync(_second));
    }

    [Fact]
    public async Task Without_the_store_the_classic_endpoint_is_not_asked()
    {
        var account = Some.Account(TokenEndpoint.Classic);
        _shared.Error = _ => throw new IOException("gone");

        var error = Some.ErrorOf(await _first.Tokens.GetAsync(account, Cancelled));
        var replaced = Some.ErrorOf(await _second.Tokens.ReplaceAsync(account, "X", Cancelled));

        Assert.StartsWith("The token store does not answer, and asking the classic endpoint", error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, replaced.Message);
        Assert.Empty(_weChat.Calls);
        Assert.Contains("wxgateway.tokens.renewals service=shop kind=access_token result=store_down", _first.Metrics.All);
    }

    [Fact]
    public async Task Without_the_store_a_refused_token_is_asked_for_again_but_never_by_force()
    {
        await GetAsync(_first);
        _shared.Error = _ => throw new IOException("gone");
        _weChat.WhenInTurn("/cgi-bin/stable_token", ScriptedWeChat.TokenJson("TOKEN-1"), ScriptedWeChat.TokenJson("FRESH"));

        Assert.Equal(ErrorClass.Throttled, Some.ErrorOf(await _first.Tokens.ReplaceAsync(Some.Account(), "TOKEN-1", Cancelled)).Class);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("FRESH", Some.Of(await _first.Tokens.ReplaceAsync(Some.Account(), "TOKEN-1", Cancelled)).Value);

        Assert.DoesNotContain(_weChat.Calls, call => call.IsForced);
    }

    [Fact]
    public async Task A_frozen_store_delays_a_first_token_by_half_a_second()
    {
        _shared.Error = _ => new TaskCompletionSource().Task;
        var startedAt = _clock.GetTimestamp();

        var token = Some.Of(await Some.WhileTimePassesAsync(_clock, _first.Tokens.GetAsync(Some.Account(), Cancelled).AsTask(), Cancelled));

        Assert.Equal("TOKEN-1", token.Value);
        Assert.InRange(_clock.GetElapsedTime(startedAt), TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(700));
    }

    [Theory]
    [InlineData("replace")]
    [InlineData("release")]
    [InlineData("acquire")]
    public async Task A_store_that_fails_half_way_costs_no_token(string step)
    {
        _shared.Error = _ => _shared.Calls[^1] == step ? throw new IOException("gone") : Task.CompletedTask;

        Assert.Equal("TOKEN-1", await GetAsync(_first));
        Assert.Equal("TOKEN-1", await GetAsync(_first));
        Assert.Single(_weChat.Calls);
    }

    [Fact]
    public async Task A_token_another_replica_replaced_is_served_on_when_the_store_fails_right_then()
    {
        await GetAsync(_first);
        await GetAsync(_second);
        await _first.Tokens.ReplaceAsync(Some.Account(), "TOKEN-1", Cancelled);
        _shared.Error = _ => throw new IOException("gone");

        Assert.Equal("TOKEN-1", await GetAsync(_second));
        _shared.Error = null;
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("TOKEN-2", await GetAsync(_second));
    }

    [Fact]
    public async Task A_restart_of_the_store_that_loses_everything_costs_one_request()
    {
        await GetAsync(_first);
        await GetAsync(_second);
        var empty = new SharedStore(_clock);
        await using var third = new Replica(_clock, _weChat, empty);
        await using var fourth = new Replica(_clock, _weChat, empty);

        var calls = new[] { third, fourth }.Select(replica => replica.Tokens.GetAsync(Some.Account(), Cancelled).AsTask());
        var results = await Some.WhileTimePassesAsync(_clock, Task.WhenAll(calls), Cancelled);

        Assert.All(results, result => Assert.Equal("TOKEN-2", Some.Of(result).Value));
    }

    private static async Task<string> GetAsync(Replica replica) => Some.Of(await replica.Tokens.GetAsync(Some.Account(), Cancelled)).Value;

    private async Task WriteAsync(string token)
    {
        var lease = await _shared.MemoryLeases.TryAcquireAsync(Key, TimeSpan.FromSeconds(15), Cancelled);
        await _shared.MemoryStore.ReplaceAsync(lease!, StoredValue.OfText(token, TimeSpan.FromHours(2)), Cancelled);
        await _shared.MemoryLeases.ReleaseAsync(lease!, Cancelled);
    }
}

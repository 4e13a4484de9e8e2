using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Tokens;

public sealed class ReplaceTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedWeChat _weChat = new();
    private readonly Replica _replica;

    public ReplaceTests()
    {
        _replica = new Replica(_clock, _weChat);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _replica.DisposeAsync();

    [Theory]
    [InlineData(TokenEndpoint.Stable)]
    [InlineData(TokenEndpoint.Classic)]
    public async Task A_hundred_callers_cause_one_renewal(TokenEndpoint endpoint)
    {
        var account = Some.Account(endpoint);
        await _replica.Tokens.GetAsync(account, Cancelled);

        var results = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Task.Run(async () => await _replica.Tokens.ReplaceAsync(account, "TOKEN-1", Cancelled))));

        Assert.All(results, result => Assert.Equal("TOKEN-2", Some.Of(result).Value));
        Assert.Equal(2, _weChat.Calls.Count);
        Assert.Equal(endpoint == TokenEndpoint.Stable, _weChat.Calls[1].IsForced);
        Assert.Equal("TOKEN-2", Some.Of(await _replica.Tokens.GetAsync(account, Cancelled)).Value);
    }

    [Fact]
    public async Task A_token_that_is_already_newer_is_just_returned()
    {
        await _replica.Tokens.GetAsync(Some.Account(), Cancelled);

        Assert.Equal("TOKEN-1", Some.Of(await _replica.Tokens.ReplaceAsync(Some.Account(), "OLDER", Cancelled)).Value);
        Assert.Single(_weChat.Calls);
    }

    [Fact]
    public async Task Nothing_is_forced_for_a_token_that_nobody_here_knows()
    {
        Assert.Equal("TOKEN-1", Some.Of(await _replica.Tokens.ReplaceAsync(Some.Account(), "UNKNOWN", Cancelled)).Value);
        Assert.False(Assert.Single(_weChat.Calls).IsForced);
    }

    [Fact]
    public async Task An_unknown_token_that_turns_out_to_be_the_current_one_is_replaced_by_force()
    {
        _weChat.When("/cgi-bin/stable_token", (call, _)
            => Task.FromResult(ScriptedWeChat.Json(ScriptedWeChat.TokenJson(call.IsForced ? "NEW" : "REFUSED"))));

        Assert.Equal("NEW", Some.Of(await _replica.Tokens.ReplaceAsync(Some.Account(), "REFUSED", Cancelled)).Value);
        Assert.Equal([false, true], _weChat.Calls.Select(call => call.IsForced));
    }

    [Fact]
    public async Task Within_thirty_seconds_nothing_is_forced_again()
    {
        await GetAndReplaceAsync("TOKEN-1");
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("TOKEN-3", Some.Of(await _replica.Tokens.ReplaceAsync(Some.Account(), "TOKEN-2", Cancelled)).Value);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("TOKEN-4", Some.Of(await _replica.Tokens.ReplaceAsync(Some.Account(), "TOKEN-3", Cancelled)).Value);

        Assert.Equal([false, true, false, true], _weChat.Calls.Select(call => call.IsForced));
    }

    [Fact]
    public async Task Fifteen_times_a_day_and_no_more_is_a_token_forced()
    {
        var account = Some.Account();
        await _replica.Tokens.GetAsync(account, Cancelled);
        for (var i = 1; i <= 20; i++)
        {
            await _replica.Tokens.ReplaceAsync(account, $"TOKEN-{i}", Cancelled);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(15, _weChat.Calls.Count(call => call.IsForced));
    }

    [Fact]
    public async Task A_token_that_WeChat_refuses_and_gives_out_again_is_an_error_that_says_so_and_no_storm()
    {
        var account = Some.Account();
        _weChat.When("/cgi-bin/stable_token", (call, _) => Task.FromResult(ScriptedWeChat.Json(ScriptedWeChat.TokenJson("SAME"))));
        await _replica.Tokens.GetAsync(account, Cancelled);

        for (var i = 0; i < 100; i++)
        {
            var error = Some.ErrorOf(await _replica.Tokens.ReplaceAsync(account, "SAME", Cancelled));
            Assert.Equal(ErrorClass.Throttled, error.Class);
            Assert.Equal(
                "WeChat still gives out the access token that it refused, and forcing a new one is not allowed again yet.", error.Message);
            Assert.InRange(error.RetryAfter!.Value, TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(30));
        }

        Assert.Equal(2, _weChat.Calls.Count);
        Assert.Equal("SAME", Some.Of(await _replica.Tokens.GetAsync(account, Cancelled)).Value);
        _clock.Advance(TimeSpan.FromSeconds(30));
        _weChat.When("/cgi-bin/stable_token", ScriptedWeChat.TokenJson("NEW"));
        Assert.Equal("NEW", Some.Of(await _replica.Tokens.ReplaceAsync(account, "SAME", Cancelled)).Value);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_even_when_an_ordinary_renewal_was_under_way()
    {
        var account = Some.Account();
        var gate = new TaskCompletionSource();
        _weChat.When("/cgi-bin/stable_token", async (call, token) =>
        {
            await gate.Task.WaitAsync(token);
            return ScriptedWeChat.Json(ScriptedWeChat.TokenJson(call.IsForced ? "NEW" : "REFUSED"));
        });
        var get = _replica.Tokens.GetAsync(account, Cancelled).AsTask();
        var replaces = Enumerable.Range(0, 50).Select(_ => _replica.Tokens.ReplaceAsync(account, "REFUSED", Cancelled).AsTask()).ToArray();
        await Eventually.HoldsAsync(() => _weChat.Calls.Count == 1, "WeChat was asked", Cancelled);

        gate.SetResult();

        Assert.Equal("REFUSED", Some.Of(await get).Value);
        Assert.All(await Task.WhenAll(replaces), result => Assert.Equal("NEW", Some.Of(result).Value));
        Assert.Equal([false, true], _weChat.Calls.Select(call => call.IsForced));
    }

    [Fact]
    public async Task Replacing_at_a_wrong_account_is_no_storm()
    {
        var account = Some.Account();
        await _replica.Tokens.GetAsync(account, Cancelled);
        _weChat.When("/cgi-bin/stable_token", """{"errcode":40125,"errmsg":"no"}""");

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(40125, Some.ErrorOf(await _replica.Tokens.ReplaceAsync(account, "TOKEN-1", Cancelled)).ErrorCode);
        }

        Assert.Equal(2, _weChat.Calls.Count);
    }

    [Fact]
    public async Task The_classic_endpoint_giving_the_refused_token_is_an_error()
    {
        var account = Some.Account(TokenEndpoint.Classic);
        _weChat.When("/cgi-bin/token", ScriptedWeChat.TokenJson("SAME"));
        await _replica.Tokens.GetAsync(account, Cancelled);

        Assert.Equal(ErrorClass.Throttled, Some.ErrorOf(await _replica.Tokens.ReplaceAsync(account, "SAME", Cancelled)).Class);
    }

    [Fact]
    public async Task No_token_at_all_is_not_a_refused_one() =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await _replica.Tokens.ReplaceAsync(Some.Account(), "", Cancelled));

    private async Task GetAndReplaceAsync(string rejected)
    {
        await _replica.Tokens.GetAsync(Some.Account(), Cancelled);
        await _replica.Tokens.ReplaceAsync(Some.Account(), rejected, Cancelled);
    }
}

using System.Net;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Tokens;

public sealed class AccessTokenServiceTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedWeChat _weChat = new();
    private readonly Replica _replica;

    public AccessTokenServiceTests()
    {
        _replica = new Replica(_clock, _weChat);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _replica.DisposeAsync();

    [Theory]
    [InlineData(TokenEndpoint.Stable)]
    [InlineData(TokenEndpoint.Classic)]
    public async Task A_thousand_callers_cause_one_request(TokenEndpoint endpoint)
    {
        var account = Some.Account(endpoint);

        var results = await Task.WhenAll(
            Enumerable.Range(0, 1000).Select(_ => Task.Run(async () => await _replica.Tokens.GetAsync(account, Cancelled))));

        Assert.All(results, result => Assert.Equal("TOKEN-1", Some.Of(result).Value));
        Assert.Single(_weChat.Calls);
    }

    [Fact]
    public async Task Callers_at_the_hard_expiry_cause_one_request()
    {
        var account = Some.Account();
        await _replica.Tokens.GetAsync(account, Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(7190));

        var results = await Task.WhenAll(
            Enumerable.Range(0, 1000).Select(_ => Task.Run(async () => await _replica.Tokens.GetAsync(account, Cancelled))));

        Assert.All(results, result => Assert.Equal("TOKEN-2", Some.Of(result).Value));
        Assert.Equal(2, _weChat.Calls.Count);
    }

    [Fact]
    public async Task Two_services_with_the_same_credentials_share_a_token()
    {
        var shop = Some.Account();
        var office = shop with { Service = "office", Kind = ServiceKind.MiniProgram };

        Assert.Equal(Some.Of(await _replica.Tokens.GetAsync(shop, Cancelled)), Some.Of(await _replica.Tokens.GetAsync(office, Cancelled)));
        Assert.Single(_weChat.Calls);
    }

    [Fact]
    public async Task A_new_secret_never_gets_the_old_token()
    {
        var before = Some.Of(await _replica.Tokens.GetAsync(Some.Account(secret: "old"), Cancelled));
        var after = Some.Of(await _replica.Tokens.GetAsync(Some.Account(secret: "new"), Cancelled));

        Assert.NotEqual(before.Value, after.Value);
        Assert.Contains("\"secret\":\"new\"", _weChat.Calls[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_in_memory_costs_no_allocation()
    {
        var account = Some.Account();
        var tokens = _replica.Tokens;
        await tokens.GetAsync(account, Cancelled);

        var allocated = Measure();
        allocated = Math.Min(allocated, Measure());

        Assert.Equal(0, allocated);

        long Measure()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                var call = tokens.GetAsync(account, CancellationToken.None);
                if (!call.IsCompletedSuccessfully)
                {
                    throw new InvalidOperationException("The token did not come from memory.");
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public async Task A_due_token_is_served_while_one_renewal_runs()
    {
        var account = Some.Account();
        await _replica.Tokens.GetAsync(account, Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(7200 - 240));
        var gate = new TaskCompletionSource();
        _weChat.When("/cgi-bin/stable_token", async (_, token) =>
        {
            await gate.Task.WaitAsync(token);
            return _weChat.NextToken();
        });

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal("TOKEN-1", Some.Of(await _replica.Tokens.GetAsync(account, Cancelled)).Value);
        }

        await Eventually.HoldsAsync(() => _weChat.Calls.Count == 2, "the renewal began", Cancelled);
        gate.SetResult();
        await Eventually.HoldsAsync(() => _replica.Slots.For(account).Cached!.Token.Value == "TOKEN-2", "the token was renewed", Cancelled);
        Assert.Equal("TOKEN-2", Some.Of(await _replica.Tokens.GetAsync(account, Cancelled)).Value);
        Assert.Equal(2, _weChat.Calls.Count);
    }

    [Theory]
    [InlineData(TokenEndpoint.Stable, 7200 - 301)]
    [InlineData(TokenEndpoint.Classic, 7200 - 721)]
    public async Task A_token_is_not_renewed_before_it_is_due(TokenEndpoint endpoint, int seconds)
    {
        var account = Some.Account(endpoint);
        await _replica.Tokens.GetAsync(account, Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal("TOKEN-1", Some.Of(await _replica.Tokens.GetAsync(account, Cancelled)).Value);
        await _replica.Get<TokenService.Tokens.AccessTokenService>().RenewAhead(_replica.Slots.For(account));
        Assert.Single(_weChat.Calls);
    }

    [Fact]
    public async Task Setting_the_wall_clock_changes_nothing()
    {
        var account = Some.Account();
        await _replica.Tokens.GetAsync(account, Cancelled);

        _clock.JumpTo(new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal("TOKEN-1", Some.Of(await _replica.Tokens.GetAsync(account, Cancelled)).Value);
        _clock.JumpTo(new DateTimeOffset(1999, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal("TOKEN-1", Some.Of(await _replica.Tokens.GetAsync(account, Cancelled)).Value);
        Assert.Single(_weChat.Calls);

        _clock.Advance(TimeSpan.FromSeconds(7190));
        Assert.Equal("TOKEN-2", Some.Of(await _replica.Tokens.GetAsync(account, Cancelled)).Value);
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_cancel_the_others()
    {
        var account = Some.Account();
        var gate = new TaskCompletionSource();
        _weChat.When("/cgi-bin/stable_token", async (_, token) =>
        {
            await gate.Task.WaitAsync(token);
            return _weChat.NextToken();
        });
        using var impatient = new CancellationTokenSource();
        var first = _replica.Tokens.GetAsync(account, impatient.Token).AsTask();
        var second = _replica.Tokens.GetAsync(account, Cancelled).AsTask();
        await Eventually.HoldsAsync(() => _weChat.Calls.Count == 1, "WeChat was asked", Cancelled);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();

        Assert.Equal("TOKEN-1", Some.Of(await second).Value);
        Assert.Single(_weChat.Calls);
    }

    [Fact]
    public async Task A_WeChat_that_hangs_fails_within_five_seconds_and_is_asked_again_later()
    {
        var account = Some.Account();
        _weChat.WhenHangs("/cgi-bin/stable_token");
        var startedAt = _clock.GetTimestamp();

        var error = Some.ErrorOf(await Some.WhileTimePassesAsync(_clock, _replica.Tokens.GetAsync(account, Cancelled).AsTask(), Cancelled));

        Assert.Equal(ErrorClass.Busy, error.Class);
        Assert.Null(error.ErrorCode);
        Assert.InRange(_clock.GetElapsedTime(startedAt), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5.5));
        Assert.InRange(_weChat.Calls.Count, 2, 3);

        _weChat.When("/cgi-bin/stable_token", ScriptedWeChat.TokenJson("BACK"));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("BACK", Some.Of(await _replica.Tokens.GetAsync(account, Cancelled)).Value);
    }

    [Fact]
    public async Task A_WeChat_that_is_busy_is_tried_three_times()
    {
        _weChat.WhenInTurn("/cgi-bin/stable_token", """{"errcode":-1,"errmsg":"system error"}""", """{"errcode":-1}""", ScriptedWeChat.TokenJson("THIRD"));

        var result = await Some.WhileTimePassesAsync(_clock, _replica.Tokens.GetAsync(Some.Account(), Cancelled).AsTask(), Cancelled);

        Assert.Equal("THIRD", Some.Of(result).Value);
    }

    [Theory]
    [InlineData(40013)]
    [InlineData(40125)]
    [InlineData(40001)]
    [InlineData(40164)]
    [InlineData(40243)]
    [InlineData(41002)]
    [InlineData(41004)]
    [InlineData(45009)]
    [InlineData(89503)]
    public async Task A_wrong_account_is_asked_for_less_and_less_often_and_harms_no_other(int errorCode)
    {
        var wrong = Some.Account(appId: "wrong");
        _weChat.When("/cgi-bin/stable_token", (call, _) => Task.FromResult(
            call.Body.Contains("wrong", StringComparison.Ordinal) ? ScriptedWeChat.Json($$"""{"errcode":{{errorCode}},"errmsg":"no"}""") : _weChat.NextToken()));

        foreach (var minutes in new[] { 1, 2, 4, 8, 10, 10 })
        {
            var before = _weChat.Calls.Count;
            var error = Some.ErrorOf(await _replica.Tokens.GetAsync(wrong, Cancelled));
            Assert.Equal(errorCode, error.ErrorCode);
            Assert.NotEqual(ErrorClass.TokenRejected, error.Class);
            _clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            var remembered = Some.ErrorOf(await _replica.Tokens.GetAsync(wrong, Cancelled));
            Assert.InRange(remembered.RetryAfter!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(1));
            Assert.Equal(before + 1, _weChat.Calls.Count);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("TOKEN-1", Some.Of(await _replica.Tokens.GetAsync(Some.Account(), Cancelled)).Value);
    }

    [Fact]
    public async Task An_ip_that_is_not_whitelisted_is_named()
    {
        _weChat.When("/cgi-bin/stable_token", """{"errcode":40164,"errmsg":"invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 1"}""");

        var error = Some.ErrorOf(await _replica.Tokens.GetAsync(Some.Account(), Cancelled));

        Assert.Contains("Add the IP 203.0.113.7 to the account's IP whitelist", error.Message, StringComparison.Ordinal);
        Assert.Contains("203.0.113.7", _replica.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_valid_token_goes_on_being_served_while_WeChat_refuses_to_renew_it()
    {
        var account = Some.Account();
        await _replica.Tokens.GetAsync(account, Cancelled);
        _weChat.When("/cgi-bin/stable_token", """{"errcode":45009,"errmsg":"quota"}""");
        _clock.Advance(TimeSpan.FromSeconds(7200 - 200));

        for (var i = 0; i < 150; i++)
        {
            Assert.Equal("TOKEN-1", Some.Of(await _replica.Tokens.GetAsync(account, Cancelled)).Value);
            await Eventually.HoldsAsync(
                () => _replica.Slots.For(account).Backoff.Current() is not null || i > 0, "the renewal failed", Cancelled);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(45009, Some.ErrorOf(await _replica.Tokens.GetAsync(account, Cancelled)).ErrorCode);
        Assert.InRange(_weChat.Calls.Count, 3, 5);
    }

    [Fact]
    public async Task An_account_without_a_secret_fails_at_once()
    {
        var account = Some.Account(secret: "");

        var error = Some.ErrorOf(await _replica.Tokens.GetAsync(account, Cancelled));
        var replaced = Some.ErrorOf(await _replica.Tokens.ReplaceAsync(account, "x", Cancelled));

        Assert.Equal(ErrorClass.Configuration, error.Class);
        Assert.Equal("The service 'shop' has no AppSecret, so WeChat gives it no access token. Set the AppSecret.", error.Message);
        Assert.Equal(error, replaced);
        Assert.Empty(_weChat.Calls);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"access_token":"T","expires_in":7200} trailing""")]
    [InlineData("{}")]
    [InlineData("""{"access_token":"T"}""")]
    [InlineData("""{"access_token":"T","expires_in":0}""")]
    [InlineData("""{"access_token":"T","expires_in":10}""")]
    [InlineData("""{"access_token":"T","expires_in":-7200}""")]
    [InlineData("""{"access_token":"T","expires_in":"soon"}""")]
    [InlineData("""{"access_token":"T","expires_in":null}""")]
    [InlineData("""{"access_token":"","expires_in":7200}""")]
    [InlineData("""{"access_token":"a b","expires_in":7200}""")]
    [InlineData("""{"access_token":"a\nb","expires_in":7200}""")]
    [InlineData("""{"access_token":"\ud800","expires_in":7200}""")]
    [InlineData("""{"access_token":1,"expires_in":7200}""")]
    [InlineData("""{"access_token":{},"expires_in":7200}""")]
    [InlineData("""{"errcode":{},"access_token":"T","expires_in":7200}""")]
    [InlineData("""{"errcode":"x","access_token":"T","expires_in":7200}""")]
    public async Task An_answer_without_a_usable_token_is_a_failure(string json)
    {
        _weChat.When("/cgi-bin/stable_token", json);

        var error = Some.ErrorOf(
            await Some.WhileTimePassesAsync(_clock, _replica.Tokens.GetAsync(Some.Account(), Cancelled).AsTask(), Cancelled));

        Assert.Equal(ErrorClass.Busy, error.Class);
        Assert.DoesNotContain(_replica.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"7200\"", 7200)]
    [InlineData("300", 300)]
    [InlineData("99999999", 7200)]
    [InlineData("9223372036854775807", 7200)]
    public async Task The_life_of_a_token_is_read_in_whatever_way_it_is_written(string expiresIn, int seconds)
    {
        _weChat.When("/cgi-bin/stable_token", $$$"""{"expires_in":{{{expiresIn}}},"access_token":"T","more":{"errcode":1}}""");

        var token = Some.Of(await _replica.Tokens.GetAsync(Some.Account(), Cancelled));

        Assert.Equal(TimeSpan.FromSeconds(seconds), token.Lifetime.Remaining(_clock));
    }

    [Fact]
    public async Task A_short_lived_token_is_not_renewed_at_every_call()
    {
        var account = Some.Account();
        _weChat.When("/cgi-bin/stable_token", (_, _) => Task.FromResult(_weChat.NextToken(300)));

        for (var i = 0; i < 140; i++)
        {
            await _replica.Tokens.GetAsync(account, Cancelled);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Single(_weChat.Calls);
    }

    [Fact]
    public async Task A_long_token_is_kept_whole()
    {
        var value = new string('x', 2000) + "_-.~!*";
        _weChat.When("/cgi-bin/stable_token", ScriptedWeChat.TokenJson(value));

        Assert.Equal(value, Some.Of(await _replica.Tokens.GetAsync(Some.Account(), Cancelled)).Value);
    }

    [Fact]
    public async Task An_error_of_our_own_reaches_the_caller_and_is_no_storm()
    {
        var account = Some.Account();
        _weChat.When("/cgi-bin/stable_token", (_, _) => throw new NotSupportedException("a bug"));

        await Assert.ThrowsAsync<NotSupportedException>(async () => await _replica.Tokens.GetAsync(account, Cancelled));
        Assert.Equal(ErrorClass.Busy, Some.ErrorOf(await _replica.Tokens.GetAsync(account, Cancelled)).Class);
        Assert.Single(_weChat.Calls);
        Assert.Contains("Error Crashed", _replica.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_who_wait_when_the_host_stops_are_let_go()
    {
        _weChat.WhenHangs("/cgi-bin/stable_token");
        var waiting = _replica.Tokens.GetAsync(Some.Account(), Cancelled).AsTask();
        await Eventually.HoldsAsync(() => _weChat.Calls.Count == 1, "WeChat was asked", Cancelled);

        await _replica.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Renewals_and_calls_are_counted()
    {
        _weChat.WhenInTurn("/cgi-bin/stable_token", """{"errcode":40013,"errmsg":"no"}""", ScriptedWeChat.TokenJson("T"));
        await _replica.Tokens.GetAsync(Some.Account(), Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _replica.Tokens.GetAsync(Some.Account(), Cancelled);

        Assert.Equal(
            [
                "wxgateway.wechatapi.calls path=/cgi-bin/stable_token errcode=40013 service=shop",
                "wxgateway.tokens.renewals service=shop kind=access_token result=failed",
                "wxgateway.wechatapi.calls path=/cgi-bin/stable_token errcode=0 service=shop",
                "wxgateway.tokens.renewals service=shop kind=access_token result=issued",
            ],
            _replica.Metrics.All);
    }

    [Theory]
    [InlineData(TokenEndpoint.Stable, "/cgi-bin/stable_token")]
    [InlineData(TokenEndpoint.Classic, "/cgi-bin/token")]
    public async Task Neither_token_nor_secret_is_ever_logged_or_told(TokenEndpoint endpoint, string path)
    {
        const string Secret = "s3cret+/=&value";
        var account = Some.Account(endpoint, secret: Secret);
        var escaped = Uri.EscapeDataString(Secret);
        var errors = new List<string>();
        _weChat.When(path, $$"""{"errcode":40125,"errmsg":"invalid secret {{Secret}} or {{escaped}} or {{Secret.ToUpperInvariant()}}"}""");
        errors.Add(Some.ErrorOf(await _replica.Tokens.GetAsync(account, Cancelled)).Message);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _weChat.When(path, (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, $"refused for {Secret}"));
        errors.Add(Some.ErrorOf(
            await Some.WhileTimePassesAsync(_clock, _replica.Tokens.GetAsync(account, Cancelled).AsTask(), Cancelled)).Message);
        _clock.Advance(TimeSpan.FromMinutes(5));
        _weChat.When(path, (_, _) => Task.FromResult(ScriptedWeChat.Json(Secret, HttpStatusCode.BadGateway)));
        errors.Add(Some.ErrorOf(
            await Some.WhileTimePassesAsync(_clock, _replica.Tokens.GetAsync(account, Cancelled).AsTask(), Cancelled)).Message);
        _clock.Advance(TimeSpan.FromMinutes(5));
        _weChat.When(path, ScriptedWeChat.TokenJson("t0ken-value"));
        var result = await _replica.Tokens.GetAsync(account, Cancelled);
        errors.Add($"{result} {account} {Some.Of(result)}");

        Assert.Equal("t0ken-value", Some.Of(result).Value);
        foreach (var text in errors.Append(_replica.Logs.Text).Concat(_replica.Metrics.All))
        {
            Assert.DoesNotContain(Secret, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(escaped, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("t0ken-value", text, StringComparison.OrdinalIgnoreCase);
        }
    }
}

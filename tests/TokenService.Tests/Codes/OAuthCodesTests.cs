using System.Net;
using System.Text;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Codes;
using WxYarpGateway.TokenService.Tests.Replicas;
using static WxYarpGateway.TokenService.Tests.Codes.OAuthWeChat;

namespace WxYarpGateway.TokenService.Tests.Codes;

public sealed class OAuthCodesTests : IAsyncDisposable
{
    private const string Code = "CODE-of-the-user&secret=x%26#/+ 中";

    private readonly FakeTimeProvider _clock = new();
    private Replica? _replica;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _replica?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_code_is_exchanged_as_WeChat_wants_it_and_every_character_of_it_is_encoded()
    {
        var codes = Codes(new ScriptedWeChat());
        _replica!.WeChat.When(Exchange, Grant("snsapi_base", ",\"unionid\":\"oUnion\",\"is_snapshotuser\":1"));

        var user = UserOf(await codes.ExchangeAsync(Some.Account(), Code, ProfileFetch.WhenGranted, Cancelled));

        Assert.Equal(new OAuthUser(OpenId, "oUnion", "snsapi_base", IsSnapshotUser: true), user);
        var call = Assert.Single(_replica.WeChat.Calls);
        Assert.Equal((HttpMethod.Get, Exchange), (call.Method, call.Path));
        Assert.Equal("wx0123456789abcdef", call.Query("appid"));
        Assert.Equal(Some.Secret, call.Query("secret"));
        Assert.Equal(Code, call.Query("code"));
        Assert.Equal("authorization_code", call.Query("grant_type"));
    }

    [Theory]
    [InlineData("authdeny")]
    [InlineData("AUTHDENY")]
    [InlineData(" authdeny ")]
    public async Task A_consent_that_was_refused_is_no_code_to_exchange(string code)
    {
        var codes = Codes(new ScriptedWeChat());

        var result = await codes.ExchangeAsync(Some.Account(), code, ProfileFetch.Always, Cancelled);

        Assert.False(result.TryGet(out _, out var error));
        Assert.Equal((null, ErrorClass.UserAuthorization), (error.ErrorCode, error.Class));
        Assert.Contains("the user did not consent", error.Message, StringComparison.Ordinal);
        Assert.Empty(_replica!.WeChat.Calls);
    }

    [Theory]
    [InlineData(ProfileFetch.Never, "snsapi_base,snsapi_userinfo", false)]
    [InlineData(ProfileFetch.WhenGranted, "snsapi_base", false)]
    [InlineData(ProfileFetch.WhenGranted, "snsapi_userinfo", true)]
    [InlineData(ProfileFetch.WhenGranted, "snsapi_base, snsapi_userinfo", true)]
    [InlineData(ProfileFetch.WhenGranted, "xsnsapi_userinfo", false)]
    [InlineData(ProfileFetch.Always, "snsapi_base", true)]
    public async Task The_profile_is_fetched_when_it_is_wanted_and_comes_byte_for_byte(ProfileFetch fetch, string scope, bool isFetched)
    {
        var codes = Codes(Once(scope));

        var user = UserOf(await codes.ExchangeAsync(Some.Account() with { Language = "en" }, Code, fetch, Cancelled));

        Assert.Equal(isFetched ? ProfileJson : null, user.Profile is { } profile ? Encoding.UTF8.GetString(profile.Span) : null);
        Assert.Null(user.ProfileError);
        var calls = _replica!.WeChat.Calls.Where(call => call.Path == Profile).ToList();
        Assert.Equal(isFetched ? 1 : 0, calls.Count);
        Assert.All(calls, call
            => Assert.Equal((OAuthToken, OpenId, "en"), (call.Query("access_token"), call.Query("openid"), call.Query("lang"))));
    }

    [Fact]
    public async Task A_reload_gets_the_same_user_and_WeChat_is_asked_again_only_after_five_minutes()
    {
        var codes = Codes(Once("snsapi_userinfo"));

        var first = UserOf(await codes.ExchangeAsync(Some.Account(), Code, ProfileFetch.WhenGranted, Cancelled));
        _clock.Advance(TimeSpan.FromSeconds(299));
        var second = UserOf(await codes.ExchangeAsync(Some.Account(), Code, ProfileFetch.WhenGranted, Cancelled));
        Assert.Equal(2, _replica!.WeChat.Calls.Count);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var third = await codes.ExchangeAsync(Some.Account(), Code, ProfileFetch.WhenGranted, Cancelled);

        Assert.Equal(first.OpenId, second.OpenId);
        Assert.Equal(first.Profile!.Value.ToArray(), second.Profile!.Value.ToArray());
        Assert.Equal(ErrorCodes.OAuthCodeUsed, ErrorOf(third).ErrorCode);
    }

    [Fact]
    public async Task Another_code_or_another_account_is_another_user()
    {
        var codes = Codes(new ScriptedWeChat());
        _replica!.WeChat.When(Exchange, (call, _) => Task.FromResult(ScriptedWeChat.Json($$"""{"openid":"o-{{call.Query("appid")}}-{{call.Query("code")}}"}""")));

        Assert.Equal("o-wx1-A", UserOf(await codes.ExchangeAsync(Some.Account(appId: "wx1"), "A", ProfileFetch.Never, Cancelled)).OpenId);
        Assert.Equal("o-wx1-B", UserOf(await codes.ExchangeAsync(Some.Account(appId: "wx1"), "B", ProfileFetch.Never, Cancelled)).OpenId);
        Assert.Equal("o-wx2-A", UserOf(await codes.ExchangeAsync(Some.Account(appId: "wx2"), "A", ProfileFetch.Never, Cancelled)).OpenId);
        Assert.Equal("o-wx1-A", UserOf(await codes.ExchangeAsync(Some.Account(appId: "wx1"), "A", ProfileFetch.Never, Cancelled)).OpenId);
    }

    [Fact]
    public async Task A_crowd_with_one_code_is_one_exchange_and_one_profile_whatever_each_wants()
    {
        var isReady = new TaskCompletionSource();
        var codes = Codes(Once("snsapi_userinfo"));
        _replica!.WeChat.When(Exchange, async (_, _) =>
        {
            await isReady.Task;
            return ScriptedWeChat.Json(Grant("snsapi_userinfo"));
        });

        var fetches = new[] { ProfileFetch.Never, ProfileFetch.WhenGranted, ProfileFetch.Always };
        var crowd = Enumerable.Range(0, 30).Select(
            number => codes.ExchangeAsync(Some.Account(), Code, fetches[number % 3], Cancelled).AsTask()).ToList();
        isReady.SetResult();
        var users = (await Task.WhenAll(crowd)).Select(UserOf).ToList();

        Assert.All(users, user => Assert.Equal(OpenId, user.OpenId));
        Assert.All(users.Index(), user => Assert.Equal(user.Index % 3 != 0, user.Item.Profile is not null));
        Assert.Equal((1, 1), (_replica.WeChat.Count(Exchange), _replica.WeChat.Count(Profile)));
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_ends_no_exchange()
    {
        var isReady = new TaskCompletionSource();
        var codes = Codes(Once());
        _replica!.WeChat.When(Exchange, async (_, cancellationToken) =>
        {
            await isReady.Task.WaitAsync(cancellationToken);
            return ScriptedWeChat.Json(Grant());
        });
        using var impatience = new CancellationTokenSource();

        var impatient = codes.ExchangeAsync(Some.Account(), Code, ProfileFetch.Never, impatience.Token).AsTask();
        await Eventually.HoldsAsync(() => _replica.WeChat.Calls.Count == 1, "WeChat was asked", Cancelled);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        isReady.SetResult();
        var patient = UserOf(await codes.ExchangeAsync(Some.Account(), Code, ProfileFetch.Never, Cancelled));

        Assert.Equal(OpenId, patient.OpenId);
        Assert.Single(_replica.WeChat.Calls);
    }

    [Theory]
    [InlineData(40029)]
    [InlineData(40163)]
    [InlineData(42003)]
    [InlineData(41008)]
    public async Task An_error_that_condemns_the_code_is_remembered(int errorCode)
    {
        var codes = Codes(new ScriptedWeChat());
        _replica!.WeChat.When(Exchange, $$"""{"errcode":{{errorCode}},"errmsg":"no {{Code}}"}""");

        var first = ErrorOf(await codes.ExchangeAsync(Some.Account(), Code, ProfileFetch.Always, Cancelled));
        var second = ErrorOf(await codes.ExchangeAsync(Some.Account(), Code, ProfileFetch.Always, Cancelled));

        Assert.Equal((errorCode, ErrorClass.UserAuthorization), (first.ErrorCode, first.Class));
        Assert.Equal(first, second);
        Assert.DoesNotContain(Code, first.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Single(_replica.WeChat.Calls);
    }

    [Theory]
    [InlineData("""{"errcode":40125,"errmsg":"invalid appsecret"}""", ErrorClass.Configuration)]
    [InlineData("""{"errcode":40001,"errmsg":"invalid credential"}""", ErrorClass.Configuration)]
    [InlineData("""{"errcode":40164,"errmsg":"invalid ip 203.0.113.7, not in whitelist"}""", ErrorClass.Configuration)]
    [InlineData("""{"errcode":45011,"errmsg":"too often"}""", ErrorClass.Throttled)]
    [InlineData("""{"errcode":99999,"errmsg":"who knows"}""", ErrorClass.Other)]
    [InlineData("""{"access_token":"T","scope":"snsapi_base"}""", ErrorClass.Busy)]
    [InlineData("""{"openid":"\ud800"}""", ErrorClass.Busy)]
    [InlineData("""{"openid":17}""", ErrorClass.Busy)]
    [InlineData("<html>", ErrorClass.Busy)]
    [InlineData("[]", ErrorClass.Busy)]
    public async Task Any_other_error_is_told_and_not_remembered_and_no_token_of_the_account_is_renewed(string answer, ErrorClass expected)
    {
        var codes = Codes(new ScriptedWeChat());
        _replica!.WeChat.WhenInTurn(Exchange, answer, Grant());

        var error = ErrorOf(await codes.ExchangeAsync(Some.Account(), Code, ProfileFetch.Never, Cancelled));
        var second = UserOf(await codes.ExchangeAsync(Some.Account(), Code, ProfileFetch.Never, Cancelled));

        Assert.Equal(expected, error.Class);
        Assert.Equal(OpenId, second.OpenId);
        Assert.Empty(_replica.WeChat.TokenCalls);
    }

    [Fact]
    public async Task A_code_that_WeChat_did_not_answer_for_in_time_is_not_sent_again_by_itself()
    {
        var codes = Codes(new ScriptedWeChat());
        _replica!.WeChat.WhenHangs(Exchange);

        var error = ErrorOf(await Some.WhileTimePassesAsync(
            _clock, codes.ExchangeAsync(Some.Account(), Code, ProfileFetch.Never, Cancelled).AsTask(), Cancelled));

        Assert.Equal((null, ErrorClass.Busy, "WeChat did not answer in time."), (error.ErrorCode, error.Class, error.Message));
        Assert.Single(_replica.WeChat.Calls);
    }

    [Fact]
    public async Task A_status_500_is_an_error_without_its_body()
    {
        var codes = Codes(new ScriptedWeChat());
        _replica!.WeChat.When(
            Exchange, (_, _) => Task.FromResult(ScriptedWeChat.Json($"<b>{Code}</b>", HttpStatusCode.InternalServerError)));

        Assert.Equal("WeChat answered HTTP status 500.",
            ErrorOf(await codes.ExchangeAsync(Some.Account(), Code, ProfileFetch.Never, Cancelled)).Message);
    }

    [Theory]
    [InlineData(40001)]
    [InlineData(42001)]
    [InlineData(48001)]
    public async Task A_profile_that_cannot_be_had_loses_no_user_renews_no_token_and_is_fetched_by_the_next(int errorCode)
    {
        var codes = Codes(Once("snsapi_userinfo"));
        _replica!.WeChat.WhenInTurn(Profile, $$"""{"errcode":{{errorCode}},"errmsg":"no {{OAuthToken}} {{OpenId}}"}""", ProfileJson);

        var first = UserOf(await codes.ExchangeAsync(Some.Account(), Code, ProfileFetch.WhenGranted, Cancelled));
        var second = UserOf(await codes.ExchangeAsync(Some.Account(), Code, ProfileFetch.WhenGranted, Cancelled));
        var third = UserOf(await codes.ExchangeAsync(Some.Account(), Code, ProfileFetch.WhenGranted, Cancelled));

        Assert.Equal(OpenId, first.OpenId);
        Assert.Null(first.Profile);
        Assert.Equal(errorCode, first.ProfileError!.ErrorCode);
        Assert.NotEqual(ErrorClass.TokenRejected, first.ProfileError.Class);
        Assert.DoesNotContain(OAuthToken, first.ProfileError.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(OpenId, first.ProfileError.Message, StringComparison.Ordinal);
        Assert.NotNull(second.Profile);
        Assert.NotNull(third.Profile);
        Assert.Equal((1, 2), (_replica.WeChat.Count(Exchange), _replica.WeChat.Count(Profile)));
        Assert.Empty(_replica.WeChat.TokenCalls);
    }

    [Fact]
    public async Task An_account_without_a_secret_an_empty_code_and_a_giant_one_are_errors_that_WeChat_is_not_asked_about()
    {
        var codes = Codes(Once());

        var noSecret = ErrorOf(await codes.ExchangeAsync(Some.Account(secret: ""), Code, ProfileFetch.Never, Cancelled));
        var noCode = ErrorOf(await codes.ExchangeAsync(Some.Account(), "", ProfileFetch.Never, Cancelled));
        var giant = ErrorOf(await codes.ExchangeAsync(Some.Account(), new string('c', 513), ProfileFetch.Never, Cancelled));

        Assert.Equal("The service 'shop' has no AppSecret, so WeChat does not exchange its codes. Set the AppSecret.", noSecret.Message);
        Assert.Equal(ErrorClass.Configuration, noSecret.Class);
        Assert.Equal((ErrorCodes.OAuthCodeMissing, ErrorClass.UserAuthorization), (noCode.ErrorCode, noCode.Class));
        Assert.Equal(ErrorClass.UserAuthorization, giant.Class);
        Assert.Empty(_replica!.WeChat.Calls);
    }

    [Fact]
    public async Task Nothing_that_is_logged_or_printed_tells_code_token_secret_or_user()
    {
        var codes = Codes(Once("snsapi_userinfo"));
        _replica!.WeChat.WhenInTurn(Exchange, """{"errcode":-1,"errmsg":"busy"}""", Grant("snsapi_userinfo"));

        var exchange = codes.ExchangeAsync(Some.Account(), Code, ProfileFetch.WhenGranted, Cancelled).AsTask();
        UserOf(await Some.WhileTimePassesAsync(_clock, exchange, Cancelled));

        Assert.NotEmpty(_replica.Logs.Lines);
        string[] secrets = [Code, OAuthToken, OpenId, Some.Secret];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, _replica.Logs.Text, StringComparison.Ordinal));
        Assert.Equal("***", new OAuthGrant(OpenId, "", "", false, OAuthToken).ToString());
    }

    private static OAuthUser UserOf(WeChatResult<OAuthUser> result)
    {
        Assert.True(result.TryGet(out var user, out var error), error?.Message);
        return user;
    }

    private static WeChatError ErrorOf(WeChatResult<OAuthUser> result)
    {
        Assert.False(result.TryGet(out _, out var error));
        return error!;
    }

    private IOAuthCodes Codes(ScriptedWeChat weChat)
    {
        _replica = new Replica(_clock, weChat);
        return _replica.Get<IOAuthCodes>();
    }
}

using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Codes.Logins;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Codes;

public sealed class LoginCodesTests : IDisposable
{
    private const string Exchange = "/sns/jscode2session";
    private const string OnBehalf = "/sns/component/jscode2session";
    private const string Answer = """{"openid":"oUser","session_key":"tiihtNczf5v6AKRyjwEUhQ==","unionid":"oUnion"}""";
    private const string CodeUsed = """{"errcode":40163,"errmsg":"code been used, rid: 1"}""";
    private const string Code = "CODE-of-the-user&secret=x";

    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedWeChat _weChat = new();
    private readonly PlatformTokens _tokens = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _weChat.Dispose();

    [Fact]
    public async Task A_code_is_exchanged_once_however_many_ask_and_remembered_for_five_minutes()
    {
        _weChat.WhenInTurn(Exchange, Answer, CodeUsed);
        await using var replica = Start();
        var codes = replica.Get<ILoginCodes>();

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => codes.ExchangeAsync(Some.Account(), Code, Cancelled).AsTask()));
        _clock.Advance(TimeSpan.FromSeconds(299));
        var late = await codes.ExchangeAsync(Some.Account(), Code, Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var tooLate = await codes.ExchangeAsync(Some.Account(), Code, Cancelled);

        Assert.All(all.Append(late), one => Assert.Equal(("oUser", "oUnion", "tiihtNczf5v6AKRyjwEUhQ=="), LoginOf(one)));
        Assert.False(tooLate.TryGet(out _, out var error));
        Assert.Equal((40163, ErrorClass.UserAuthorization), (error.ErrorCode, error.Class));
        var call = _weChat.Calls[0];
        Assert.Equal((HttpMethod.Get, 2), (call.Method, _weChat.Calls.Count));
        Assert.Equal(
            ("wx0123456789abcdef", Some.Secret, Code, "authorization_code"),
            (call.Query("appid"), call.Query("secret"), call.Query("js_code"), call.Query("grant_type")));
    }

    [Fact]
    public async Task Replicas_over_one_store_exchange_a_code_once_and_the_store_has_it_sealed()
    {
        _weChat.WhenInTurn(Exchange, Answer, CodeUsed);
        var shared = new SharedStore(_clock);
        await using var first = Start(shared);
        await using var second = Start(shared);

        var one = await first.Get<ILoginCodes>().ExchangeAsync(Some.Account(), Code, Cancelled);
        var other = await second.Get<ILoginCodes>().ExchangeAsync(Some.Account(), Code, Cancelled);

        Assert.Equal(LoginOf(one), LoginOf(other));
        Assert.Single(_weChat.Calls);
        Assert.DoesNotContain(Code, string.Concat(first.Logs.Text, second.Logs.Text), StringComparison.Ordinal);
        Assert.DoesNotContain("tiiht", string.Concat(first.Logs.Text, second.Logs.Text), StringComparison.Ordinal);
        var key = LoginMemory.KeyOf(Some.Account().AppId, Code);
        Assert.DoesNotContain("CODE", key, StringComparison.Ordinal);
        var kept = await shared.Store.GetAsync(key, Cancelled);
        Assert.DoesNotContain("tiiht", Encoding.UTF8.GetString(kept!.Value), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40029, ErrorClass.UserAuthorization, 1)]
    [InlineData(40163, ErrorClass.UserAuthorization, 1)]
    [InlineData(40226, ErrorClass.Other, 1)]
    [InlineData(45011, ErrorClass.Throttled, 2)]
    [InlineData(40125, ErrorClass.Configuration, 2)]
    public async Task An_error_of_the_code_is_final_and_any_other_is_asked_again(int code, ErrorClass kind, int calls)
    {
        _weChat.When(Exchange, $$"""{"errcode":{{code}},"errmsg":"no"}""");
        await using var replica = Start();
        var codes = replica.Get<ILoginCodes>();

        for (var count = 0; count < 2; count++)
        {
            Assert.False((await codes.ExchangeAsync(Some.Account(), Code, Cancelled)).TryGet(out _, out var error));
            Assert.Equal((code, kind), (error.ErrorCode, error.Class));
        }

        Assert.Equal(calls, _weChat.Calls.Count(call => call.Path == Exchange));
    }

    [Theory]
    [InlineData("""{"openid":"oUser"}""")]
    [InlineData("""{"session_key":"k"}""")]
    [InlineData("""{"openid":"with space","session_key":"k"}""")]
    [InlineData("""{"openid":5,"session_key":{}}""")]
    public async Task An_answer_that_names_nobody_is_an_error(string answer)
    {
        _weChat.When(Exchange, answer);
        await using var replica = Start();

        Assert.False((await replica.Get<ILoginCodes>().ExchangeAsync(Some.Account(), Code, Cancelled)).TryGet(out _, out _));
    }

    [Fact]
    public async Task For_an_account_in_a_platforms_care_the_platforms_token_is_shown_and_replaced_when_it_is_refused()
    {
        _weChat.WhenInTurn(OnBehalf, """{"errcode":40001,"errmsg":"invalid credential"}""", Answer);
        await using var replica = Start();
        var platform = Some.Account() with { Kind = ServiceKind.Platform };
        Assert.True(AppId.TryParse("wxmini", out var appId));
        var account = new Account("saas/wxmini", ServiceKind.MiniProgram, appId, default, TokenEndpoint.Stable) { Component = platform };

        var login = await replica.Get<ILoginCodes>().ExchangeAsync(account, Code, Cancelled);

        Assert.Equal("oUser", LoginOf(login).OpenId);
        Assert.Equal(["PLATFORM-1", "PLATFORM-2"], _weChat.Calls.Select(call => call.Query("component_access_token")));
        Assert.All(_weChat.Calls, call => Assert.Equal(
            ("wxmini", platform.AppId.Value, Code), (call.Query("appid"), call.Query("component_appid"), call.Query("js_code"))));
    }

    private static (string OpenId, string UnionId, string Key) LoginOf(WeChatResult<CodeLogin> result)
    {
        Assert.True(result.TryGet(out var login, out var error), error?.Message);
        return (login.OpenId.Value, login.UnionId, login.SessionKey);
    }

    private Replica Start(SharedStore? shared = null) => new(_clock, _weChat, shared, services =>
    {
        services.AddSingleton<ISpillCipher, TurnedCipher>();
        services.AddSingleton<IAccessTokens>(_tokens);
    });

    /// <summary>A platform's token, another one each time that it is replaced.</summary>
    private sealed class PlatformTokens : IAccessTokens
    {
        private int _number = 1;

        public ValueTask<WeChatResult<Token>> GetAsync(Account account, CancellationToken cancellationToken)
            => ValueTask.FromResult<WeChatResult<Token>>(Now());

        public ValueTask<WeChatResult<Token>> ReplaceAsync(Account account, string rejected, CancellationToken cancellationToken)
        {
            _number++;
            return ValueTask.FromResult<WeChatResult<Token>>(Now());
        }

        private Token Now() => new($"PLATFORM-{_number}", Lifetime.Start(TimeSpan.FromHours(1), TimeProvider.System));
    }

    /// <summary>Stands for the database's cipher: nobody reads what it seals by accident.</summary>
    private sealed class TurnedCipher : ISpillCipher
    {
        public byte[] Seal(ReadOnlySpan<byte> plain, string row) => Turn(plain);

        public byte[]? Open(ReadOnlySpan<byte> @sealed, string row) => Turn(@sealed);

        private static byte[] Turn(ReadOnlySpan<byte> bytes) => [.. bytes.ToArray().Select(one => (byte)(one ^ 0x5A))];
    }
}

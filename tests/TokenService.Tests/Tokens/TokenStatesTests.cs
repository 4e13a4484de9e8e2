using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Tests.Replicas;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Tests.Tokens;

public sealed class TokenStatesTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedWeChat _weChat = new();
    private readonly Replica _replica;

    public TokenStatesTests()
    {
        _replica = new Replica(_clock, _weChat);
    }

    private TokenStates States => _replica.Get<TokenStates>();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _replica.DisposeAsync();

    [Fact]
    public void Looking_asks_for_no_token()
    {
        Assert.Empty(States.Of(Some.Account()));
        Assert.Empty(_replica.Slots.All);
        Assert.Empty(_weChat.Calls);
    }

    [Fact]
    public async Task A_held_token_says_how_long_it_will_be_served()
    {
        await _replica.Tokens.GetAsync(Some.Account(), Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(100));

        var state = Assert.Single(States.Of(Some.Account()));

        Assert.Equal(
            new TokenState(TokenKind.AccessToken, TimeSpan.FromSeconds(7200 - 100) - CachedToken.SafetyMargin, null, null)
            {
                Age = TimeSpan.FromSeconds(100),
            },
            state);
        Assert.Empty(States.Of(Some.Account(secret: "another")));
    }

    [Fact]
    public async Task A_token_that_WeChat_does_not_give_says_why_and_when_it_is_asked_for_again()
    {
        _weChat.When("/cgi-bin/stable_token", """{"errcode":40125,"errmsg":"invalid appsecret"}""");
        var error = Some.ErrorOf(await _replica.Tokens.GetAsync(Some.Account(), Cancelled));
        _clock.Advance(TimeSpan.FromSeconds(20));

        var state = Assert.Single(States.Of(Some.Account()));

        Assert.Equal(
            new TokenState(TokenKind.AccessToken, null, error.Message, TimeSpan.FromSeconds(40))
            {
                ErrorCode = ErrorCodes.InvalidAppSecret,
            },
            state);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, Assert.Single(States.Of(Some.Account())).NextTry);
    }

    [Fact]
    public async Task A_token_that_is_held_while_its_renewal_fails_says_both()
    {
        await _replica.Tokens.GetAsync(Some.Account(), Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(6980));
        _weChat.When("/cgi-bin/stable_token", """{"errcode":45009,"errmsg":"reach max api daily quota limit"}""");
        await _replica.Tokens.GetAsync(Some.Account(), Cancelled);
        await Eventually.HoldsAsync(() => States.Of(Some.Account())[0].Error is not null, "the renewal failed", Cancelled);

        var state = Assert.Single(States.Of(Some.Account()));

        Assert.Equal(TimeSpan.FromSeconds(210), state.Left);
        Assert.True(state.NextTry > TimeSpan.Zero);
    }

    [Fact]
    public async Task Tickets_are_told_beside_the_token()
    {
        await _replica.Tokens.GetAsync(Some.Account(), TokenKind.JsApiTicket, Cancelled);

        Assert.Equal([TokenKind.AccessToken, TokenKind.JsApiTicket], States.Of(Some.Account()).Select(state => state.Kind));
    }
}

using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Tokens.Issuers;

/// <summary>Knows who issues which kind of token.</summary>
/// <param name="accessTokens">Issues access tokens.</param>
/// <param name="weChat">Calls WeChat with them. Asked for late: it needs the tokens, which need the issuers.</param>
/// <param name="platforms">Returns who issues the tokens of platforms and their authorizers; asked late for the same reason.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class TokenIssuers(
    ReplacingIssuer accessTokens, Lazy<WeChatApiClient> weChat, Func<TokenKind, ITokenIssuer> platforms, TimeProvider timeProvider)
{
    private readonly TicketIssuer _jsApiTickets = new(weChat, "jsapi", timeProvider);
    private readonly TicketIssuer _wxCardTickets = new(weChat, "wx_card", timeProvider);

    /// <summary>Returns the issuer of a kind.</summary>
    public ITokenIssuer For(TokenKind kind) => kind switch
    {
        TokenKind.AccessToken => accessTokens,
        TokenKind.JsApiTicket => _jsApiTickets,
        TokenKind.WxCardTicket => _wxCardTickets,
        TokenKind.ComponentToken or TokenKind.AuthorizerToken => platforms(kind),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}

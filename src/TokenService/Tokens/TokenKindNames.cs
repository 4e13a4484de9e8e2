using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>What the kinds of tokens are called: by programs, and by people.</summary>
public static class TokenKindNames
{
    /// <summary>Returns the name in the store and in metrics, such as <c>access_token</c>.</summary>
    /// <param name="kind">The kind.</param>
    public static string Name(this TokenKind kind) => kind switch
    {
        TokenKind.AccessToken => "access_token",
        TokenKind.JsApiTicket => "jsapi_ticket",
        TokenKind.WxCardTicket => "wx_card_ticket",
        TokenKind.ComponentToken => "component_access_token",
        TokenKind.AuthorizerToken => "authorizer_access_token",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Returns the kind of the token with which an account's own calls go out.</summary>
    internal static TokenKind OwnKind(this Account account) =>
        account.Component is not null ? TokenKind.AuthorizerToken
        : account.Kind == ServiceKind.Platform ? TokenKind.ComponentToken
        : TokenKind.AccessToken;

    /// <summary>Returns the name in sentences.</summary>
    internal static string Words(this TokenKind kind) => kind switch
    {
        TokenKind.AccessToken => "access token",
        TokenKind.JsApiTicket => "jsapi ticket",
        TokenKind.WxCardTicket => "wx_card ticket",
        TokenKind.ComponentToken => "component access token",
        TokenKind.AuthorizerToken => "authorizer access token",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}

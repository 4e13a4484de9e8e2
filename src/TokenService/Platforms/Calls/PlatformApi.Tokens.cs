using System.Buffers;
using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Calls;
using WxYarpGateway.TokenService.Api.Http;
using WxYarpGateway.TokenService.Tokens;
using WxYarpGateway.TokenService.Tokens.Issuers;

namespace WxYarpGateway.TokenService.Platforms.Calls;

/// <content>The calls whose answers have tokens, and how all calls are sent.</content>
public sealed partial class PlatformApi
{
    /// <summary>
    /// Returns a component token for a ticket (<c>api_component_token</c>). A new one may end the old one, so the call is not repeated.
    /// </summary>
    internal async ValueTask<WeChatResult<Token>> ComponentTokenAsync(
        Account platform, ComponentTicket ticket, CancellationToken cancellationToken)
    {
        // WeChat counts from a later moment than this one, so the token never lives longer here than there.
        var askedAt = _timeProvider.GetTimestamp();
        var secret = platform.AppSecret.Reveal();
        var request = Request(
            platform,
            "/cgi-bin/component/api_component_token",
            json =>
            {
                json.WriteString("component_appsecret"u8, secret);
                json.WriteString("component_verify_ticket"u8, ticket.Value);
            },
            new Manner { IsRepeatable = false, Sensitive = [secret, ticket.Value] });
        var answer = await _http.SendAsync(request, cancellationToken);
        return !answer.TryGet(out var body, out var error) ? PlatformErrors.OfSecret(error)
            : IssuedToken.Read(body, ComponentTokenParameter) is { } issued && issued.ExpiresIn > CachedToken.SafetyMargin
                ? new Token(issued.Value, Lifetime.StartedAt(askedAt, issued.ExpiresIn))
            : Unusable("component_access_token with a usable expires_in");
    }

    /// <summary>
    /// Exchanges an authorization code (<c>api_query_auth</c>). It is sent again only when WeChat says that it did nothing: a code is good
    /// for one exchange.
    /// </summary>
    internal async ValueTask<WeChatResult<AuthorizationGrant>> QueryAuthAsync(
        Account platform, string code, CancellationToken cancellationToken)
    {
        var askedAt = _timeProvider.GetTimestamp();
        var answer = await CallAsync(
            platform,
            "/cgi-bin/component/api_query_auth",
            json => json.WriteString("authorization_code"u8, code),
            new Manner { IsRepeatable = false, Sensitive = [code] },
            cancellationToken);
        return !answer.TryGet(out var body, out var error) ? PlatformErrors.OfCode(error)
            : AuthorizerAnswers.ReadGrant(body, askedAt) is { } grant ? grant
            : Unusable("authorization");
    }

    /// <summary>
    /// Renews an authorizer's access token (<c>api_authorizer_token</c>). WeChat may replace the refresh token by it, so the call is not
    /// repeated, and has the whole time for itself.
    /// </summary>
    internal async ValueTask<WeChatResult<RenewedAuthorizer>> RenewAuthorizerAsync(
        Account platform, AppId appId, string refreshToken, CancellationToken cancellationToken)
    {
        var askedAt = _timeProvider.GetTimestamp();
        var answer = await CallAsync(
            platform,
            "/cgi-bin/component/api_authorizer_token",
            json =>
            {
                json.WriteString("authorizer_appid"u8, appId.Value);
                json.WriteString("authorizer_refresh_token"u8, refreshToken);
            },
            new Manner { IsRepeatable = false, Sensitive = [refreshToken] },
            cancellationToken);
        return !answer.TryGet(out var body, out var error) ? PlatformErrors.OfCall(error)
            : AuthorizerAnswers.ReadRenewed(body, askedAt) is { } renewed ? renewed
            : Unusable("tokens");
    }

    private static WeChatRequest Request(Account platform, string path, Action<Utf8JsonWriter>? body, Manner manner)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written, Unescaped))
        {
            json.WriteStartObject();
            if (!manner.IsOfAuthorizer)
            {
                json.WriteString("component_appid"u8, platform.AppId.Value);
            }

            body?.Invoke(json);
            json.WriteEndObject();
        }

        return new WeChatRequest(HttpMethod.Post, path)
        {
            Service = platform.Service,
            Json = written.WrittenMemory,
            Sensitive = manner.Sensitive,
            Repeatable = manner.IsRepeatable,
        };
    }

    private ValueTask<WeChatResult<ReadOnlyMemory<byte>>> CallAsync(
        Account caller, string path, Action<Utf8JsonWriter>? body, Manner manner, CancellationToken cancellationToken)
    {
        var request = Request(caller, path, body, manner);
        return _tokens.CallAsync(
            caller, token => _http.SendAsync(With(request, manner, token), cancellationToken), cancellationToken);
    }

    private static WeChatRequest With(WeChatRequest request, Manner manner, Token token) => request with
    {
        Query = [new(manner.IsOfAuthorizer ? TokenParameter : ComponentTokenParameter, token.Value)],
        Sensitive = [token.Value, .. manner.Sensitive],
    };

    /// <summary>How a call is sent.</summary>
    private sealed record Manner
    {
        /// <summary>Gets a value indicating whether it carries the authorizer's token; otherwise the platform's.</summary>
        public bool IsOfAuthorizer { get; init; }

        public bool IsRepeatable { get; init; } = true;

        public string[] Sensitive { get; init; } = [];

        public override string ToString() => "***";
    }
}

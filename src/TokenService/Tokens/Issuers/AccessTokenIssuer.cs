using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Http;

namespace WxYarpGateway.TokenService.Tokens.Issuers;

/// <summary>Asks WeChat for an access_token, at the endpoint the account uses.</summary>
internal sealed class AccessTokenIssuer(WeChatHttp http, TimeProvider timeProvider)
{
    private const string GrantType = "client_credential";

    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns a token; <paramref name="force"/> ends the current one, which only the stable endpoint understands.</summary>
    public async ValueTask<WeChatResult<Token>> IssueAsync(Account account, bool force, CancellationToken cancellationToken)
    {
        // WeChat counts from a later moment than this one, so the token never lives longer here than there.
        var askedAt = timeProvider.GetTimestamp();
        var request = account.TokenEndpoint == TokenEndpoint.Stable ? Stable(account, force) : Classic(account);
        var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.TryGet(out var json, out var error))
        {
            return error.ErrorCode == ErrorCodes.InvalidCredential ? WrongSecret(error) : error;
        }

        if (IssuedToken.Read(json, "access_token") is not { } issued || issued.ExpiresIn <= CachedToken.SafetyMargin)
        {
            return new WeChatError(null, ErrorClass.Busy, "WeChat's answer holds no access_token with a usable expires_in.");
        }

        return new Token(issued.Value, Lifetime.StartedAt(askedAt, issued.ExpiresIn));
    }

    // Elsewhere 40001 means a token that has to be replaced; here there is none yet, so asking again would be a loop.
    private static WeChatError WrongSecret(WeChatError error) =>
        error with { Class = ErrorClass.Configuration, Message = $"{error.Message} Check the AppSecret." };

    private static WeChatRequest Stable(Account account, bool force)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Unescaped))
        {
            writer.WriteStartObject();
            writer.WriteString("grant_type"u8, GrantType);
            writer.WriteString("appid"u8, account.AppId.Value);
            writer.WriteString("secret"u8, account.AppSecret.Reveal());
            writer.WriteBoolean("force_refresh"u8, force);
            writer.WriteEndObject();
        }

        return new WeChatRequest(HttpMethod.Post, "/cgi-bin/stable_token")
        {
            Service = account.Service,
            Json = json.WrittenMemory,
            Sensitive = [account.AppSecret.Reveal()],
            Repeatable = true,
        };
    }

    private static WeChatRequest Classic(Account account) => new(HttpMethod.Get, "/cgi-bin/token")
    {
        Service = account.Service,
        Query = [new("grant_type", GrantType), new("appid", account.AppId.Value), new("secret", account.AppSecret.Reveal())],
        Sensitive = [account.AppSecret.Reveal()],
        Repeatable = true,
    };
}

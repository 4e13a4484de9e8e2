using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api.Http;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.TokenService.Api;

// The session_key of mini programs' users. Source: developers.weixin.qq.com/miniprogram, 检验登录态 and 重置登录态, mirrored 2026-07-30.
public sealed partial class WeChatApiClient
{
    /// <summary>WeChat's answer for a session_key that is not the user's any more.</summary>
    private const int InvalidSignature = 87009;

    /// <summary>Returns whether a session_key is still the user's (<c>/wxa/checksession</c>).</summary>
    /// <param name="account">The mini program.</param>
    /// <param name="openId">The user; kept out of errors.</param>
    /// <param name="sessionKey">The key, in base64.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<WeChatResult<bool>> CheckSessionKeyAsync(
        Account account, string openId, string sessionKey, CancellationToken cancellationToken)
    {
        var answer = await SendSignedAsync(account, "/wxa/checksession", openId, sessionKey, isRepeatable: true, cancellationToken);
        return answer.TryGet(out _, out var error) ? true
            : error.ErrorCode == InvalidSignature ? false
            : error;
    }

    /// <summary>Has WeChat make a new session_key of a user (<c>/wxa/resetusersessionkey</c>), and returns it.</summary>
    /// <param name="account">The mini program.</param>
    /// <param name="openId">The user; kept out of errors.</param>
    /// <param name="sessionKey">The key that is the user's now, in base64.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<WeChatResult<string>> ResetSessionKeyAsync(
        Account account, string openId, string sessionKey, CancellationToken cancellationToken)
    {
        var answer = await SendSignedAsync(
            account, "/wxa/resetusersessionkey", openId, sessionKey, isRepeatable: false, cancellationToken);
        if (!answer.TryGet(out var json, out var error))
        {
            return error;
        }

        using var fields = JsonFields.Parse(json);
        if (fields?.Text("session_key") is { Length: > 0 } key)
        {
            return key;
        }

        return new WeChatError(null, ErrorClass.Busy, "WeChat's answer holds no session_key.");
    }

    // The signature is over nothing, keyed with the text of the key, in lower-case hexadecimal; and it stands in the query.
    private ValueTask<WeChatResult<ReadOnlyMemory<byte>>> SendSignedAsync(
        Account account, string path, string openId, string sessionKey, bool isRepeatable, CancellationToken cancellationToken)
    {
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(sessionKey), ReadOnlySpan<byte>.Empty));
        return CallAsync(
            account,
            token => new WeChatRequest(HttpMethod.Get, path)
            {
                Service = account.Service,
                Query =
                [
                    new("access_token", token), new("openid", openId), new("signature", signature), new("sig_method", "hmac_sha256"),
                ],
                Sensitive = [token, account.AppSecret.Reveal(), openId, signature],
                Repeatable = isRepeatable,
            },
            cancellationToken);
    }
}

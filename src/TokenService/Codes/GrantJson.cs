using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>A grant, or the error in its place, as WeChat writes it and as the store keeps it.</summary>
internal static class GrantJson
{
    private const string ErrorMessage = "message";

    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads WeChat's answer; null when it holds no grant.</summary>
    public static OAuthGrant? ReadAnswer(ReadOnlyMemory<byte> json)
    {
        using var answer = JsonFields.Parse(json);
        return answer is null ? null : GrantOf(answer);
    }

    /// <summary>Writes an outcome for the store.</summary>
    public static byte[] Write(WeChatResult<OAuthGrant> outcome)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Unescaped))
        {
            writer.WriteStartObject();
            if (outcome.TryGet(out var grant, out var error))
            {
                writer.WriteString("openid"u8, grant.OpenId);
                writer.WriteString("unionid"u8, grant.UnionId);
                writer.WriteString("scope"u8, grant.Scope);
                writer.WriteNumber("is_snapshotuser"u8, grant.IsSnapshotUser ? 1 : 0);
                writer.WriteString("access_token"u8, grant.AccessToken);
                if (grant.Profile is { } profile)
                {
                    // As text, so that it comes out byte for byte.
                    writer.WriteString("profile"u8, profile.Span);
                }
            }
            else
            {
                writer.WriteNumber("errcode"u8, error.ErrorCode ?? ErrorCodes.InvalidOAuthCode);
                writer.WriteString(ErrorMessage, error.Message);
            }

            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Reads an outcome from the store; null when it is none. Others may be able to write to the store, so it is checked.
    /// </summary>
    public static WeChatResult<OAuthGrant>? Read(byte[] json)
    {
        using var stored = JsonFields.Parse(json);
        if (stored?.Text(ErrorMessage) is { Length: > 0 } message)
        {
            var errorCode = stored.Number("errcode") is { } code and >= int.MinValue and <= int.MaxValue
                ? (int)code
                : ErrorCodes.InvalidOAuthCode;
            return new WeChatError(errorCode, ErrorCodes.Classify(errorCode), message);
        }

        if (stored is null || GrantOf(stored) is not { } grant)
        {
            return null;
        }

        var profile = Encoding.UTF8.GetBytes(stored.Text("profile") ?? "");
        return profile.Length > 0 && Envelope.TryReadStrict(profile, out _) ? grant with { Profile = profile } : grant;
    }

    private static OAuthGrant? GrantOf(JsonFields json) => OpenId.TryParse(json.Text("openid"), out var openId)
        ? new OAuthGrant(
            openId.Value,
            json.Text("unionid") ?? "",
            json.Text("scope") ?? "",
            json.IsSet("is_snapshotuser"),
            json.Text("access_token") ?? "")
        : null;
}

using System.Buffers;
using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.TokenService.Codes.Logins;

/// <summary>A login, or the error in its place, as WeChat writes it and as the store keeps it.</summary>
internal static class LoginJson
{
    /// <summary>Reads WeChat's answer; null when it holds no login.</summary>
    public static CodeLogin? Read(ReadOnlyMemory<byte> json)
    {
        using var answer = JsonFields.Parse(json);
        return answer is null ? null : LoginOf(answer);
    }

    /// <summary>Writes a login.</summary>
    public static byte[] Write(CodeLogin login) => Write(json =>
    {
        json.WriteString("openid"u8, login.OpenId.Value);
        json.WriteString("unionid"u8, login.UnionId);
        json.WriteString("session_key"u8, login.SessionKey);
    });

    /// <summary>Writes an error.</summary>
    public static byte[] Write(WeChatError error) => Write(json =>
    {
        json.WriteNumber("errcode"u8, error.ErrorCode ?? ErrorCodes.InvalidOAuthCode);
        json.WriteString("message"u8, error.Message);
    });

    /// <summary>Reads what was written; null when it is something else.</summary>
    public static WeChatResult<CodeLogin>? ReadOutcome(byte[] json)
    {
        using var fields = JsonFields.Parse(json);
        if (fields?.Text("message") is { } message && fields.Number("errcode") is { } code and >= int.MinValue and <= int.MaxValue)
        {
            return new WeChatError((int)code, ErrorCodes.Classify((int)code), message);
        }

        if (fields is null || LoginOf(fields) is not { } login)
        {
            return null;
        }

        return login;
    }

    private static CodeLogin? LoginOf(JsonFields json)
        => OpenId.TryParse(json.Text("openid"), out var openId) && json.Text("session_key") is { Length: > 0 } key
            ? new CodeLogin(openId, json.Text("unionid") ?? "", key)
            : null;

    private static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return written.WrittenSpan.ToArray();
    }
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>A grant, or the error in its place, as WeChat writes it and as the store keeps it.</summary>
internal static class GrantJson
{
    private const string ErrorMessage = "message";

    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads WeChat's answer; null when it holds no grant.</summary>
    public static OAuthGrant? ReadAnswer(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return GrantOf(document.RootElement);
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair.
            return null;
        }
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

    /// <summary>Reads an outcome from the store; null when it is none. What others can write to is not believed unread.</summary>
    public static WeChatResult<OAuthGrant>? Read(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            if (Text(root, ErrorMessage) is { Length: > 0 } message)
            {
                var errorCode = root.TryGetProperty("errcode", out var code) && code.TryGetInt32(out var number) ? number : ErrorCodes.InvalidOAuthCode;
                return new WeChatError(errorCode, ErrorCodes.Classify(errorCode), message);
            }

            if (GrantOf(root) is not { } grant)
            {
                return null;
            }

            var profile = Encoding.UTF8.GetBytes(Text(root, "profile"));
            return profile.Length > 0 && Envelope.TryReadStrict(profile, out _) ? grant with { Profile = profile } : grant;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static OAuthGrant? GrantOf(JsonElement root)
        => OpenId.TryParse(Text(root, "openid"), out var openId)
            ? new OAuthGrant(openId.Value, Text(root, "unionid"), Text(root, "scope"), IsSet(root, "is_snapshotuser"), Text(root, "access_token"))
            : null;

    private static string Text(JsonElement root, string name)
        => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    // WeChat writes 1; it has written numbers as text elsewhere.
    private static bool IsSet(JsonElement root, string name)
        => root.TryGetProperty(name, out var value)
            && value switch
            {
                { ValueKind: JsonValueKind.Number } => value.TryGetInt32(out var number) && number == 1,
                { ValueKind: JsonValueKind.String } => value.GetString() == "1",
                _ => value.ValueKind == JsonValueKind.True,
            };
}

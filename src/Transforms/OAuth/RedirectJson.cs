using System.Buffers;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Writes the JSON that tells a backend of an OAuth redirect.</summary>
internal static class RedirectJson
{
    /// <summary>Returns the JSON.</summary>
    public static byte[] Write(WeChatService service, OAuthRedirect redirect)
    {
        var user = redirect.User;
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, MessageJson.ToBackend))
        {
            writer.WriteStartObject();
            writer.WriteString("requestURI"u8, redirect.RequestUri);
            writer.WriteString("appId"u8, service.Account.AppId.Value);
            writer.WriteString("openId"u8, user?.OpenId ?? "");
            writer.WriteString("unionId"u8, user?.UnionId ?? "");
            writer.WriteString("scope"u8, user?.Scope ?? "");
            writer.WriteString("state"u8, redirect.State);
            writer.WritePropertyName("userInfo"u8);
            if (user?.Profile is { } profile)
            {
                writer.WriteRawValue(profile.Span, skipInputValidation: true);
            }
            else
            {
                writer.WriteNullValue();
            }

            writer.WriteString("userInfoError"u8, redirect.Error);
            writer.WriteBoolean("isSnapshotUser"u8, user?.IsSnapshotUser ?? false);
            if (redirect.To is { } to)
            {
                writer.WriteString("to"u8, to);
            }

            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }
}

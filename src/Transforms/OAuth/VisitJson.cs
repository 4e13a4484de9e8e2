using System.Buffers;
using System.Text.Json;
using WxYarpGateway.Transforms.Messages;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Writes what a backend is told of a visit.</summary>
internal static class VisitJson
{
    /// <summary>Returns the JSON.</summary>
    public static byte[] Write(WeChatService service, Visit visit)
    {
        var user = visit.User;
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, MessageJson.ToBackend))
        {
            writer.WriteStartObject();
            writer.WriteString("requestURI"u8, visit.RequestUri);
            writer.WriteString("appId"u8, service.Account.AppId.Value);
            writer.WriteString("openId"u8, user?.OpenId ?? "");
            writer.WriteString("unionId"u8, user?.UnionId ?? "");
            writer.WriteString("scope"u8, user?.Scope ?? "");
            writer.WriteString("state"u8, visit.State);
            writer.WritePropertyName("userInfo"u8);
            if (user?.Profile is { } profile)
            {
                writer.WriteRawValue(profile.Span, skipInputValidation: true);
            }
            else
            {
                writer.WriteNullValue();
            }

            writer.WriteString("userInfoError"u8, visit.Error);
            writer.WriteBoolean("isSnapshotUser"u8, user?.IsSnapshotUser ?? false);
            if (visit.To is { } to)
            {
                writer.WriteString("to"u8, to);
            }

            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }
}

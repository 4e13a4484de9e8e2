using System.Buffers;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Transforms.UserInfo;

/// <summary>Writes <c>userInfo</c> or <c>userInfoError</c> into the message's JSON object.</summary>
internal static class UserInfoJson
{
    private const int LongestUsualError = 256;

    /// <summary>Appends the info, or the reason why it is missing, as the message's last property.</summary>
    public static void Append(MessageContext message, UserInfoResult info)
    {
        if (info.Error.Length == 0)
        {
            message.AppendJson("\"userInfo\":"u8, info.Json.Span);
            return;
        }

        var error = new ArrayBufferWriter<byte>(LongestUsualError);
        using (var json = new Utf8JsonWriter(error, MessageJson.ToBackend))
        {
            json.WriteStringValue(info.Error);
        }

        message.AppendJson("\"userInfoError\":"u8, error.WrittenSpan);
    }
}

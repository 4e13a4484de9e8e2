using System.Buffers;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Transforms.UserInfo;

/// <summary>Writes <c>userInfo</c>, or <c>userInfoError</c>, into the message's JSON object.</summary>
internal static class UserInfoJson
{
    // Names and punctuation, so that the buffer need not grow.
    private const int Spare = 64;

    /// <summary>Returns the message with the info, or the reason why it is missing, as its last property.</summary>
    public static ReadOnlyMemory<byte> Append(ReadOnlySpan<byte> message, UserInfoResult info)
    {
        var written = new ArrayBufferWriter<byte>(message.Length + info.Json.Length + info.Error.Length + Spare);
        written.Write(message[..^1]);
        written.Write(message.Length > "{}".Length ? ","u8 : default);
        if (info.Error.Length == 0)
        {
            written.Write("\"userInfo\":"u8);
            written.Write(info.Json.Span);
        }
        else
        {
            written.Write("\"userInfoError\":"u8);
            using var json = new Utf8JsonWriter(written, MessageJson.ToBackend);
            json.WriteStringValue(info.Error);
        }

        written.Write("}"u8);
        return written.WrittenMemory;
    }
}

using System.Buffers;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.MiniPrograms.Replies;

/// <summary>Writes bodies of <c>/cgi-bin/message/custom/send</c> for mini programs.</summary>
/// <remarks>Source: developers.weixin.qq.com/miniprogram, 发送客服消息 (customerServiceMessage.send), mirrored 2026-07-30.</remarks>
internal static class CustomMessage
{
    public const string Text = "text";
    public const string Image = "image";
    public const string Link = "link";
    public const string Page = "miniprogrampage";

    /// <summary>Returns a body.</summary>
    /// <param name="user">The user's openid.</param>
    /// <param name="type">The kind of message.</param>
    /// <param name="fields">Its fields.</param>
    public static ReadOnlyMemory<byte> Write(string user, string type, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written, MessageJson.ToWeChat))
        {
            json.WriteStartObject();
            json.WriteString("touser"u8, user);
            json.WriteString("msgtype"u8, type);
            json.WriteStartObject(type);
            foreach (var (name, value) in fields)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return written.WrittenMemory;
    }
}

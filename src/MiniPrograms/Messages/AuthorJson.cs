using System.Buffers;
using System.Text.Json;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.MiniPrograms.Messages;

/// <summary>Writes a message's author into it, under the names of <c>user/info</c> that messages of official accounts have.</summary>
internal static class AuthorJson
{
    /// <summary>Returns the message with the author as its last property; the message has other ones.</summary>
    public static ReadOnlyMemory<byte> Append(ReadOnlyMemory<byte> body, LoginUser user)
    {
        var author = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(author, MessageJson.ToBackend))
        {
            json.WriteStartObject();
            json.WriteString("nickname"u8, user.Nickname);
            json.WriteString("headimgurl"u8, user.AvatarUrl);
            json.WriteEndObject();
        }

        return (byte[])[.. body.Span[..^1], .. ",\"userInfo\":"u8, .. author.WrittenSpan, (byte)'}'];
    }
}

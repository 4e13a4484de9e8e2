using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using WxYarpGateway.Transforms.Conversion;

namespace WxYarpGateway.Transforms.Tests.Pipeline;

public sealed class MessageBodyTests
{
    // A user's info without a nickname, as WeChat has sent it since 2021.
    private const string UserInfo = """
        {"subscribe":1,"openid":"o6_bmjrPTlm6_2sgVt7hMZOPfL2M","language":"zh_CN","subscribe_time":1382694957,
        "unionid":"o6_bmasdasdsad6_2sgVt7hMZOPfL","remark":"","groupid":0,"tagid_list":[128,2],
        "subscribe_scene":"ADD_SCENE_QR_CODE","qr_scene":98765,"qr_scene_str":""}
        """;

    private const string Xml = """
        <xml><ToUserName>gh_1</ToUserName><FromUserName><![CDATA[oUser]]></FromUserName><CreateTime>1700000000</CreateTime>
        <MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好]]></Content><MsgId>1</MsgId></xml>
        """;

    [Fact]
    public void A_converted_message_has_room_for_the_users_info()
    {
        var message = Pushes.Message(Xml);
        Assert.Null(new ConversionTransform(TimeProvider.System).Receive(message));
        var before = (Text: Text(message.Body), Buffer: BufferOf(message.Body));

        message.AppendJson("\"userInfo\":"u8, Encoding.UTF8.GetBytes(UserInfo));

        Assert.Equal($"{before.Text[..^1]},\"userInfo\":{UserInfo}}}", Text(message.Body));
        Assert.Same(before.Buffer, BufferOf(message.Body));
    }

    [Theory]
    [InlineData("{}", 0, "{\"a\":1,\"b\":2}")]
    [InlineData("{}", 3, "{\"a\":1,\"b\":2}")]
    [InlineData("{}", 64, "{\"a\":1,\"b\":2}")]
    [InlineData("{\"c\":\"\"}", 0, "{\"c\":\"\",\"a\":1,\"b\":2}")]
    [InlineData("{\"c\":\"\"}", 6, "{\"c\":\"\",\"a\":1,\"b\":2}")]
    [InlineData("{\"c\":\"\"}", 64, "{\"c\":\"\",\"a\":1,\"b\":2}")]
    public void Properties_are_appended_whatever_room_the_buffer_has(string json, int room, string expected)
    {
        var message = Pushes.Message("<xml/>");
        message.SetJson(Written(json, room));

        message.AppendJson("\"a\":"u8, "1"u8);
        message.AppendJson("\"b\":"u8, "2"u8);

        Assert.Equal(expected, Text(message.Body));
    }

    [Fact]
    public void A_body_that_a_host_sets_is_copied_since_its_buffer_is_the_hosts()
    {
        var message = Pushes.Message("<xml/>");
        message.SetJson(Written("{}", room: 64));
        var buffer = "{\"a\":1}, which the host goes on to use"u8.ToArray();
        message.Body = buffer.AsMemory(0, "{\"a\":1}".Length);

        message.AppendJson("\"b\":"u8, "2"u8);

        Assert.Equal("{\"a\":1,\"b\":2}", Text(message.Body));
        Assert.Equal("{\"a\":1}, which the host goes on to use", Encoding.UTF8.GetString(buffer));
    }

    private static ArrayBufferWriter<byte> Written(string json, int room)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var written = new ArrayBufferWriter<byte>(bytes.Length + room);
        written.Write(bytes);
        return written;
    }

    private static string Text(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);

    private static byte[]? BufferOf(ReadOnlyMemory<byte> body) => MemoryMarshal.TryGetArray(body, out var array) ? array.Array : null;
}

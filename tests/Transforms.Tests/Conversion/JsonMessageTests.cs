using System.Text;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Conversion;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Conversion;

public sealed class JsonMessageTests
{
    // Each character is one byte.
    [Theory]
    [InlineData("{\"MsgType\":\"\\ud83d\"}", "{\"MsgType\":\"\\ufffd\"}")]
    [InlineData("{\"Content\":\"half a \\ud83d smile\"}", "{\"Content\":\"half a \\ufffd smile\"}")]
    [InlineData("{\"\\udc00\":1}", "{\"\uFFFD\":1}")]
    [InlineData("{\"Content\":\"\xff\"}", "{\"Content\":\"\uFFFD\"}")]
    [InlineData("{\"Deep\":{\"Content\":\"\xe4\xbd\"}}", "{\"Deep\":{\"Content\":\"\uFFFD\"}}")]
    [InlineData("{\"\xc0\xaf\":1}", "{\"\uFFFD\uFFFD\":1}")]
    [InlineData("{\"Deep\":{\"Content\":\"\\ud83d\"}}", "{\"Deep\":{\"Content\":\"\\ufffd\"}}")]
    [InlineData("{\"Deep\":[{\"\\udc00\":1}]}", "{\"Deep\":[{\"\\ufffd\":1}]}")]
    [InlineData("{\"Content\":\"x\ny\u0002z\0\"}", "{\"Content\":\"x\\ny\\u0002z\\u0000\"}")]
    [InlineData("{\"a\":{\"b\":[\"\t\"]},\"MsgId\":1}", "{\"a\":{\"b\":[\"\\t\"]},\"MsgId\":\"1\"}")]
    [InlineData("{\"Content\":\"a\"}\0\0\0", "{\"Content\":\"a\"}")]
    [InlineData("{\"Content\":\"a\"} }garbage", "{\"Content\":\"a\"}")]
    [InlineData("\xef\xbb\xbf{\"Content\":\"\xff\"}", "{\"Content\":\"\uFFFD\"}")]
    [InlineData("{ \"Content\" : \"\xff\" ,\r\n\t\"a\":1 }", "{\"Content\":\"\uFFFD\",\"a\":1}")]
    [InlineData("{\"Content\":\"a\\qb\"}", "{\"Content\":\"a\\\\qb\"}")]
    public async Task What_is_not_strict_is_repaired(string latin1, string json)
    {
        var message = Message(Encoding.Latin1.GetBytes(latin1));

        Assert.Same(WireReply.Nothing, await ConvertAsync(message));
        Assert.Equal(json, Encoding.UTF8.GetString(message.Body.Span));
    }

    [Theory]
    [InlineData("{\"MsgId\":1}{\"MsgId\":2}")]
    [InlineData("{\"Content\":\"a")]
    [InlineData("{\"Content\":\"a\"")]
    [InlineData("{\"Content\":\"\xff\",\"Content\":\"b\"}")]
    [InlineData("{\"\xff\":1,\"\xfe\":2}")]
    public async Task What_is_not_one_message_is_refused(string latin1)
        => Assert.Same(RefusedReply.Malformed, await ConvertAsync(Message(Encoding.Latin1.GetBytes(latin1))));

    [Fact]
    public async Task What_is_repaired_is_held_to_the_limits()
    {
        var deep = $"{{\"a\":\"\n\",\"b\":{new string('[', 32)}{new string(']', 32)}}}";
        var large = $"{{\"a\":\"\n\",\"b\":[{string.Join(',', Enumerable.Repeat("1", 5_000))}]}}";

        Assert.Same(RefusedReply.Malformed, await ConvertAsync(Message(Encoding.UTF8.GetBytes(deep))));
        Assert.Same(RefusedReply.Malformed, await ConvertAsync(Message(Encoding.UTF8.GetBytes(large))));
    }

    [Theory]
    [InlineData("""{"FromUserName":"a","FromUserName":"b"}""")]
    [InlineData("""{"FromUserName":"a","FromUserName":null}""")]
    [InlineData("""{"MsgType":"text","Msg\u0054ype":"event"}""")]
    [InlineData("""{"Content":"a","MsgType":"text","Content":"a"}""")]
    public async Task A_property_that_is_there_twice_is_refused_since_nobody_knows_which_one_counts(string json)
        => Assert.Same(RefusedReply.Malformed, await ConvertAsync(Message(Encoding.UTF8.GetBytes(json))));

    [Theory]
    [InlineData("""{"MsgID":"1","MsgId":"2"}""")]
    [InlineData("""{"List":[{"a":1},{"a":1}],"a":1}""")]
    public async Task Names_that_differ_in_case_or_place_are_different_ones(string json)
        => Assert.Same(WireReply.Nothing, await ConvertAsync(Message(Encoding.UTF8.GetBytes(json))));

    private static MessageContext Message(byte[] body) => new(Pushes.Service(), PushQuery.Read(default), body, 0);

    private static ValueTask<Reply> ConvertAsync(MessageContext message)
        => new ConversionTransform(new FakeTimeProvider()).InvokeAsync(
            message, Pushes.Answering(Reply.Success), TestContext.Current.CancellationToken);
}

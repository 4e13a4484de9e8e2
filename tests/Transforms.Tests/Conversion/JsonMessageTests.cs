using System.Text;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Conversion;
using WxYarpGateway.Transforms.Messages;
using WxYarpGateway.Transforms.Tests.Messages;

namespace WxYarpGateway.Transforms.Tests.Conversion;

public sealed class JsonMessageTests
{
    [Theory]
    [InlineData("{\"MsgType\":\"\\ud83d\"}")]
    [InlineData("{\"Content\":\"half a \\ud83d smile\"}")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("{\"Content\":\"\xff\"}")]
    [InlineData("{\"Deep\":{\"Content\":\"\xe4\xbd\"}}")]
    [InlineData("{\"\xc0\xaf\":1}")]
    [InlineData("{\"Deep\":{\"Content\":\"\\ud83d\"}}")]
    [InlineData("{\"Deep\":[{\"\\udc00\":1}]}")]
    public async Task Text_that_is_no_Unicode_is_refused(string latin1)
        => Assert.Same(RefusedReply.Malformed, await ConvertAsync(Encoding.Latin1.GetBytes(latin1)));

    [Theory]
    [InlineData("""{"FromUserName":"a","FromUserName":"b"}""")]
    [InlineData("""{"FromUserName":"a","FromUserName":null}""")]
    [InlineData("""{"MsgType":"text","Msg\u0054ype":"event"}""")]
    [InlineData("""{"Content":"a","MsgType":"text","Content":"a"}""")]
    public async Task A_property_that_is_there_twice_is_refused_since_nobody_knows_which_one_counts(string json)
        => Assert.Same(RefusedReply.Malformed, await ConvertAsync(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("""{"MsgID":"1","MsgId":"2"}""")]
    [InlineData("""{"List":[{"a":1},{"a":1}],"a":1}""")]
    public async Task Names_that_differ_in_case_or_place_are_different_ones(string json)
        => Assert.Same(WireReply.Nothing, await ConvertAsync(Encoding.UTF8.GetBytes(json)));

    private static ValueTask<Reply> ConvertAsync(byte[] body)
        => new ConversionTransform(new FakeTimeProvider()).InvokeAsync(
            new MessageContext(Pushes.Service(), PushQuery.Read(default), body, 0), Pushes.Answering(Reply.Success), TestContext.Current.CancellationToken);
}

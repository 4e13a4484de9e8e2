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
    public async Task Text_that_is_no_Unicode_is_refused(string latin1)
    {
        var message = new MessageContext(Pushes.Service(), PushQuery.Read(default), Encoding.Latin1.GetBytes(latin1), 0);

        var reply = await new ConversionTransform(new FakeTimeProvider())
            .InvokeAsync(message, Pushes.Answering(Reply.Success), TestContext.Current.CancellationToken);

        Assert.Same(RefusedReply.Malformed, reply);
    }

    [Theory]
    [InlineData("""{"FromUserName":"first","FromUserName":"last"}""", "last")]
    [InlineData("""{"FromUserName":"first","\u0046romUserName":{"a":1}}""", "")]
    [InlineData("""{"FromUserName":"first","FromUserName":null}""", "")]
    public async Task Of_a_field_that_is_there_twice_the_last_counts(string json, string fromUserName)
    {
        var message = new MessageContext(Pushes.Service(), PushQuery.Read(default), Encoding.UTF8.GetBytes(json), 0);

        await new ConversionTransform(new FakeTimeProvider()).InvokeAsync(message, Pushes.Answering(Reply.Success), TestContext.Current.CancellationToken);

        Assert.Equal(fromUserName, message.FromUserName);
    }
}

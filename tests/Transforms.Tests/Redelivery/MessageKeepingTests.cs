using System.Buffers;
using System.Text;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Redelivery;

public sealed class MessageKeepingTests
{
    [Fact]
    public void What_is_kept_before_the_backend_is_whole_though_a_property_was_appended_in_place()
    {
        var written = new ArrayBufferWriter<byte>(64);
        written.Write("{\"a\":1}"u8);
        var message = Pushes.Message("<xml/>");
        message.SetJson(written);
        var keeping = MessageKeeping.Of(message);
        keeping.Acquire();
        var before = keeping.Body;

        message.AppendJson("\"b\":"u8, "2"u8);

        Assert.Equal("{\"a\":1}", Text(before));
        Assert.Equal("{\"a\":1}", Text(keeping.Body));
        keeping.ReachBackend();
        Assert.Equal("{\"a\":1,\"b\":2}", Text(keeping.Body));
    }

    [Fact]
    public void A_message_that_was_never_acquired_has_no_body_to_keep()
        => Assert.True(MessageKeeping.Of(Pushes.Message("<xml/>")).Body.IsEmpty);

    private static string Text(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);
}

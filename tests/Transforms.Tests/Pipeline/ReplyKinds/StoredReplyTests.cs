using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Tests.Pipeline.ReplyKinds;

public sealed class StoredReplyTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("waiting")]
    [InlineData("""{"kind":"text"}""")]
    [InlineData("""{"kind":"text","Content":null}""")]
    [InlineData("""{"kind":"text","Content":"\ud800"}""")]
    [InlineData("""{"kind":"news","Articles":null}""")]
    [InlineData("""{"kind":"news","Articles":[null]}""")]
    [InlineData("""{"kind":"news","Articles":[{"Title":"t","Description":"d","PictureUrl":null,"Url":"u"}]}""")]
    [InlineData("""{"kind":"of the future","Content":"x"}""")]
    [InlineData("""{"Content":"x"}""")]
    [InlineData("""{"kind":"raw"}""")]
    [InlineData("""{"kind":"raw","Body":null}""")]
    [InlineData("""{"kind":"raw","Body":[1]}""")]
    [InlineData("""{"kind":"raw","Body":{"a":1,"a":2}}""")]
    public void What_is_no_reply_of_this_version_is_none(string json) => Assert.Null(StoredReply.Read(json));

    [Fact]
    public void Members_of_a_later_version_are_read_over()
        => Assert.Equal(new TextReply("x"), StoredReply.Read("""{"kind":"text","Content":"x","Colour":"red"}"""));
}

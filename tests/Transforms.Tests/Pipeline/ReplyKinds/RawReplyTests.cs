using System.Text;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Tests.Pipeline.ReplyKinds;

public sealed class RawReplyTests
{
    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":{"b":1,"b":1}}""")]
    [InlineData("""{"a":[{"b":1,"\u0062":1}]}""")]
    [InlineData("""{"":1}""")]
    [InlineData("""{"a b":1}""")]
    [InlineData("""{"1a":1}""")]
    [InlineData("""{"a>":1}""")]
    [InlineData("""{"a:b":1}""")]
    [InlineData("""{"😀":1}""")]
    [InlineData("""{"a":"\ud83d"}""")]
    [InlineData("""{"a":[["\ude00"]]}""")]
    [InlineData("""{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa":1}""")]
    public void What_cannot_be_written_for_WeChat_is_refused(string json)
    {
        Assert.Null(RawObject.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Throws<ArgumentException>(() => new RawReply(JsonDocument.Parse(json).RootElement));
    }

    [Fact]
    public void What_is_deep_or_has_very_many_values_is_refused()
    {
        Assert.NotNull(RawObject.Read(Nested(30)));
        Assert.Null(RawObject.Read(Nested(31)));
        Assert.Null(RawObject.Read(Encoding.UTF8.GetBytes($$"""{"a":[{{string.Join(',', Enumerable.Repeat("1", 4096))}}]}""")));

        static byte[] Nested(int depth) => Encoding.UTF8.GetBytes($$"""{"a":{{new string('[', depth)}}1{{new string(']', depth)}}}""");
    }

    [Fact]
    public void Two_that_say_the_same_are_equal()
    {
        Assert.Equal(Of("""{"a":1,"b":[true]}"""), Of("""{ "a": 1, "b": [ true ] }"""));
        Assert.NotEqual(Of("""{"a":1}"""), Of("""{"a":2}"""));
        Assert.Equal(nameof(RawReply), Of("""{"secret":"x"}""").ToString());
    }

    [Fact]
    public void It_outlives_the_document_that_it_was_read_from()
    {
        RawReply reply;
        using (var document = JsonDocument.Parse("""{"a":1}"""))
        {
            reply = new RawReply(document.RootElement);
        }

        Assert.Equal(1, reply.Body.GetProperty("a").GetInt32());
    }

    private static RawReply Of(string json) => new(JsonDocument.Parse(json).RootElement);
}

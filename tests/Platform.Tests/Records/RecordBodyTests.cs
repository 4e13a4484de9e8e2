using System.Text;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Platform.Records.Bodies;

namespace WxYarpGateway.Platform.Tests.Records;

public sealed class RecordBodyTests
{
    [Theory]
    [InlineData("""{"ToUserName":"gh_1","Content":"你好😀","MsgId":"1"}""")]
    [InlineData("""{"Ticket":"a QR code's, and no secret"}""")]
    [InlineData("""{"n":1.50,"b":true,"x":null,"list":[1,{"a":"b"}]}""")]
    public void A_message_without_secrets_is_kept_byte_for_byte(string json) => Assert.Equal(json, Kept(json, RecordBodies.Full));

    [Theory]
    [InlineData("ComponentVerifyTicket")]
    [InlineData("AuthorizationCode")]
    [InlineData("PreAuthCode")]
    [InlineData("auth_code")]
    [InlineData("AUTH_CODE")]
    [InlineData("\\u0061uth_code")]
    public void Tickets_and_codes_are_hidden_at_any_depth(string name)
    {
        var json = $$"""{"a":[{"{{name}}":"secret-1"}],"{{name}}":{"x":"secret-2","y":["secret-3"]},"n":1.50,"z":"end"}""";

        var kept = Kept(json, RecordBodies.Full);

        Assert.DoesNotContain("secret", kept, StringComparison.Ordinal);
        Assert.Equal(2, kept.Split("\"***\"").Length - 1);
        Assert.EndsWith("\"n\":1.50,\"z\":\"end\"}", kept, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("QUERY_AUTH_CODE:secret")]
    [InlineData(@" \n\tQUERY_AUTH_CODE:secret")]
    public void The_code_of_a_release_check_is_hidden(string content)
        => Assert.Equal(
            """{"MsgType":"text","Content":"QUERY_AUTH_CODE:***"}""",
            Kept($$"""{"MsgType":"text","Content":"{{content}}"}""", RecordBodies.Full));

    [Theory]
    [InlineData("What is QUERY_AUTH_CODE:x?")]
    [InlineData(@"\uD800 half a character")]
    public void Other_texts_are_kept(string content)
        => Assert.Equal($$"""{"Content":"{{content}}"}""", Kept($$"""{"Content":"{{content}}"}""", RecordBodies.Full));

    [Fact]
    public void A_shape_has_names_and_types_alone()
        => Assert.Equal(
            """{"Content":"string","CreateTime":"number","Flag":"boolean","List":["string",{"a":"null"}]}""",
            Kept("""{"Content":"private","CreateTime":5,"Flag":true,"List":["private",{"a":null}]}""", RecordBodies.Shape));

    [Fact]
    public void None_keeps_nothing() => Assert.True(RecordBody.Pack("{}"u8.ToArray(), RecordBodies.None).IsEmpty);

    [Fact]
    public void A_large_body_comes_back()
    {
        var json = $$"""{"Content":"{{string.Concat(Enumerable.Range(0, 40_000).Select(number => number.ToString()))}}"}""";

        Assert.Equal(json, Kept(json, RecordBodies.Full));
    }

    [Fact]
    public void A_damaged_body_is_said_to_be_so()
        => Assert.Throws<InvalidDataException>(() => RecordBody.Unpack(new byte[] { 1, 2, 3, 4 }));

    [Fact]
    public void A_text_for_a_column_is_short_and_of_whole_characters()
    {
        Assert.Equal("CLICK", RecordText.Of("CLICK"));
        Assert.Equal("a\uFFFDb", RecordText.Of("a\0b"));
        Assert.Equal("\uFFFD", RecordText.Of("\uD800"));
        Assert.Equal(128, RecordText.Of(new string('a', 1000)).Length);
        Assert.Equal(126, RecordText.Of(string.Concat(Enumerable.Repeat("😀", 100)))[..126].Length);
        Assert.True(RecordText.Of("a" + string.Concat(Enumerable.Repeat("😀", 100))).EnumerateRunes().All(rune => rune.Value != 0xFFFD));
    }

    private static string Kept(string json, RecordBodies bodies)
        => Encoding.UTF8.GetString(RecordBody.Unpack(RecordBody.Pack(Encoding.UTF8.GetBytes(json), bodies)).Span);
}

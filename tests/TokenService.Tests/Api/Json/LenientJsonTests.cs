using System.Text;
using System.Text.Json;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.TokenService.Tests.Api.Json;

public sealed class LenientJsonTests
{
    // Each character is one byte.
    [Theory]
    [InlineData("{\"a\":\"x\u001dy\"}", "{\"a\":\"x\\u001dy\"}")]
    [InlineData("{\"a\":\"x\ny\r\t\0\"}", "{\"a\":\"x\\ny\\r\\t\\u0000\"}")]
    [InlineData("{\"a\":\"\xe4\xbd\"}", "{\"a\":\"\xef\xbf\xbd\"}")]
    [InlineData("{\"a\":\"\xff\",\"b\":\"\xc0\xaf\"}", "{\"a\":\"\xef\xbf\xbd\",\"b\":\"\xef\xbf\xbd\xef\xbf\xbd\"}")]
    [InlineData("{\"a\":\"\\ud83d\"}", "{\"a\":\"\\ufffd\"}")]
    [InlineData("{\"a\":\"\\uDE00\\ud83d\"}", "{\"a\":\"\\ufffd\\ufffd\"}")]
    [InlineData("{\"a\":\"\\ud83d\\ude00\\ud83d\\u0041\"}", "{\"a\":\"\\ud83d\\ude00\\ufffd\\u0041\"}")]
    [InlineData("{\"\\udc00\":{\"b\":[\"\\ud83d x\"]}}", "{\"\\ufffd\":{\"b\":[\"\\ufffd x\"]}}")]
    [InlineData("{\"a\":\"\\\\ud83d\\ud83d\"}", "{\"a\":\"\\\\ud83d\\ufffd\"}")]
    [InlineData("{\"a\":\"\\q\\u12\\\"\"}", "{\"a\":\"\\\\q\\\\u12\\\"\"}")]
    [InlineData("\xef\xbb\xbf {\"a\":1}", "{\"a\":1}")]
    [InlineData("{\"a\":1}\0\0", "{\"a\":1}")]
    [InlineData("{\"a\":[1,{\"b\":\"}\"}]} \n\0", "{\"a\":[1,{\"b\":\"}\"}]}")]
    [InlineData("{ \"a\"\t:\r\n\"\u0001\" }", "{ \"a\"\t:\r\n\"\\u0001\" }")]
    public void What_is_not_strict_is_repaired(string json, string repaired)
    {
        var written = LenientJson.Repair(Encoding.Latin1.GetBytes(json));

        Assert.Equal(repaired, written is null ? null : Encoding.Latin1.GetString(written));
        using var document = JsonDocument.Parse(written);
        Assert.False(LenientJson.HasHalfSurrogate(written));
        Assert.True(Envelope.TryRead(Encoding.Latin1.GetBytes(json), out _));
        Assert.False(Envelope.TryReadStrict(Encoding.Latin1.GetBytes(json), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\xef\xbb\xbf")]
    [InlineData("x{\"a\":1}")]
    [InlineData("[1]")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":\"x")]
    [InlineData("{\"a\":\"x\\")]
    [InlineData("{\"a\":\"x\\\"}")]
    [InlineData("{\"a\":1}{\"a\":2}")]
    [InlineData("{\"a\":1} and so on")]
    [InlineData("{\"a\":1}\0{\"errcode\":1}")]
    public void What_is_not_one_object_is_not_repaired(string json)
    {
        Assert.Null(LenientJson.Repair(Encoding.Latin1.GetBytes(json)));
        Assert.False(Envelope.TryRead(Encoding.Latin1.GetBytes(json), out _));
    }

    [Theory]
    [InlineData("{\"a\":1} and so on }]", true)]
    [InlineData("{\"a\":1}\0{\"a\":2}", false)]
    public void What_follows_a_push_is_left_out_unless_it_is_another(string json, bool isRepaired)
        => Assert.Equal(isRepaired ? "{\"a\":1}" : null, LenientJson.Repair(
            Encoding.Latin1.GetBytes(json), mayBeFollowed: true) is { } written ? Encoding.Latin1.GetString(written) : null);

    [Theory]
    [InlineData("{}", false)]
    [InlineData("{\"a\":\"\\ud83d\\ude00\"}", false)]
    [InlineData("{\"a\":\"\\\\ud83d\"}", false)]
    [InlineData("{\"a\":\"\\uD83D\"}", true)]
    [InlineData("{\"a\":\"\\uDE00\"}", true)]
    [InlineData("{\"a\":\"\\ud83d\\ud83d\\ude00\"}", true)]
    [InlineData("{\"a\":\"\\n\\ud83d\\", true)]
    [InlineData("\\", false)]
    public void Half_a_pair_is_found_wherever_it_is(string json, bool isFound)
        => Assert.Equal(isFound, LenientJson.HasHalfSurrogate(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("{\0\"a\":1}")]
    [InlineData("{\"a\":1,\u0002\"b\":2}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":\"b\"c\"}")]
    public void What_is_wrong_outside_of_texts_is_left_to_the_reader_to_refuse(string json)
        => Assert.False(Envelope.TryRead(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void A_strict_document_is_read_without_a_copy()
    {
        var json = Encoding.UTF8.GetBytes("""{"errcode":0,"nickname":"你好 \ud83d\ude00","list":[1,2,{"a":null}]}""");
        _ = Envelope.TryRead(json, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var isRead = Envelope.TryRead(json, out _);

        Assert.True(isRead);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Any_bytes_within_a_text_come_out_as_the_text_that_they_are()
    {
        var random = new Random(20_260_101);
        for (var count = 0; count < 5_000; count++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            var text = bytes.Where(value => value is not ((byte)'"' or (byte)'\\')).ToArray();
            byte[] json = [.. "{\"a\":\""u8, .. text, .. "\",\"b\":1}"u8];

            using var read = JsonDocument.Parse(LenientJson.Repair(json));

            Assert.Equal(Encoding.UTF8.GetString(text), read.RootElement.GetProperty("a").GetString());
            Assert.Equal(1, read.RootElement.GetProperty("b").GetInt32());
        }
    }
}

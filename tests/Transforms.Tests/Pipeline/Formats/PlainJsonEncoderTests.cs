using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Transforms.Tests.Pipeline.Formats;

public sealed class PlainJsonEncoderTests
{
    [Theory]
    [InlineData("你好 \U0001F600 <&>' \u2028 \u007f", "你好 \U0001F600 <&>' \u2028 \u007f")]
    [InlineData("a\"b\\c/d", "a\\\"b\\\\c/d")]
    [InlineData("\b\f\n\r\t", "\\b\\f\\n\\r\\t")]
    public void Only_what_must_be_is_escaped(string text, string json)
    {
        Assert.Equal($"\"{json}\"", Write(text, MessageJson.ToBackend));
        Assert.Equal($"\"{json}\"", Write(text, MessageJson.ToWeChat));
    }

    [Fact]
    public void Control_characters_reach_backends_but_not_WeChat()
    {
        Assert.Equal("\"a\\u0000b\\u001fc\"", Write("a\0b\u001fc", MessageJson.ToBackend));
        Assert.Equal("\"abc\"", Write("a\0b\u001fc", MessageJson.ToWeChat));
    }

    [Fact]
    public void Every_text_is_read_back_as_it_was()
        => Prop.ForAll<string>(text =>
        {
            // FsCheck's strings contain unpaired surrogates. Only those are replaced.
            var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
            return JsonSerializer.Deserialize<string>(Write(whole, MessageJson.ToBackend)) == whole
                && JsonSerializer.Deserialize<string>(Write(text ?? "", MessageJson.ToBackend)) == whole
                && JsonSerializer.Deserialize<string>(WriteUtf8(whole)) == whole;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static string Write(string text, JsonWriterOptions options)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, options))
        {
            json.WriteStringValue(text);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string WriteUtf8(string text)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, MessageJson.ToBackend))
        {
            json.WriteStringValue(Encoding.UTF8.GetBytes(text));
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

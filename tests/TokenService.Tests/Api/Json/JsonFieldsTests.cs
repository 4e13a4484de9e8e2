using System.Text;
using System.Text.Json;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.TokenService.Tests.Api.Json;

public sealed class JsonFieldsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"a\"")]
    [InlineData("{")]
    [InlineData("{} {}")]
    public void Only_one_JSON_object_has_fields(string json) => Assert.Null(Parse(json));

    [Theory]
    [InlineData("\"text\"", "text")]
    [InlineData("\"\"", "")]
    [InlineData("\"\\u4e2d\"", "中")]
    [InlineData("\"\\ud800\"", null)]
    [InlineData("17", null)]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    public void A_text_is_a_text_and_nothing_else_is(string value, string? expected)
    {
        using var json = Parse($$"""{"a":{{value}}}""");

        Assert.Equal(expected, json?.Text("a"));
        Assert.Null(json?.Text("A"));
    }

    [Fact]
    public void A_text_that_is_not_UTF8_is_none()
    {
        using var json = JsonFields.Parse(Encoding.Latin1.GetBytes("{\"a\":\"\xe4\xbd\",\"b\":1}"));

        Assert.NotNull(json);
        Assert.Null(json.Text("a"));
        Assert.Equal(1, json.Number("b"));
    }

    [Theory]
    [InlineData("7200", 7200L)]
    [InlineData("\"7200\"", 7200L)]
    [InlineData("-1", -1L)]
    [InlineData("\"-1\"", -1L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("1.5", null)]
    [InlineData("\" 1\"", null)]
    [InlineData("\"\\ud800\"", null)]
    [InlineData("true", null)]
    [InlineData("null", null)]
    public void A_number_may_be_written_as_text(string value, long? expected)
    {
        using var json = Parse($$"""{"a":{{value}}}""");

        Assert.Equal(expected, json?.Number("a"));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("\"1\"", true)]
    [InlineData("true", true)]
    [InlineData("0", false)]
    [InlineData("2", false)]
    [InlineData("false", false)]
    [InlineData("\"true\"", false)]
    [InlineData("null", false)]
    public void A_flag_is_set_by_true_and_by_1(string value, bool expected)
    {
        using var json = Parse($$"""{"a":{{value}}}""");

        Assert.Equal(expected, json?.IsSet("a"));
    }

    [Fact]
    public void The_entries_of_an_array_are_texts_or_nothing()
    {
        using var json = Parse("""{"a":["x",1,null,"\ud800",["y"]],"b":{},"c":[]}""");

        Assert.Equal(["x", null, null, null, null], json?.Texts("a"));
        Assert.Null(json?.Texts("b"));
        Assert.Null(json?.Texts("d"));
        Assert.Empty(json?.Texts("c")!);
        Assert.Equal(JsonValueKind.Object, json?.Find("b")?.ValueKind);
        Assert.Null(json?.Find("d"));
    }

    private static JsonFields? Parse(string json) => JsonFields.Parse(Encoding.UTF8.GetBytes(json));

    [Theory]
    [InlineData("""{"\ud800":1,"openid":"o"}""")]
    [InlineData("""{"openid":"o","\udc00":1}""")]
    public void An_object_with_a_name_that_is_no_text_is_none(string json)
        => Assert.Null(JsonFields.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Names_may_be_escaped()
    {
        using var fields = JsonFields.Parse("""{"open\u0069d":"o"}"""u8.ToArray());

        Assert.Equal("o", fields?.Text("openid"));
    }
}

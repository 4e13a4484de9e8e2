using System.Text;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Endpoints.Parameters;

namespace WxYarpGateway.Gateway.Tests.Endpoints.Parameters;

public sealed class ParameterReaderTests
{
    private const int LargestBody = 256 * 1024;

    [Theory]
    [InlineData("?s=shop&o=a+b%20c%2Bd", "a b c+d")]
    [InlineData("?s=shop&o=%E4%BD%A0%F0%9F%98%80", "你😀")]
    [InlineData("?S=shop&O=x", "x")]
    [InlineData("?s=shop&o=100%", "100%")]
    [InlineData("?s=shop&o=a=b?c", "a=b?c")]
    [InlineData("?s=shop&%6F=x", "x")]
    [InlineData("?o=x&unknown=1&unknown=2&s=shop&=&&", "x")]
    public async Task A_query_is_decoded_once(string query, string expected)
    {
        var (parameters, refusal) = await ReadAsync(query, null, null);

        Assert.Null(refusal);
        Assert.Equal(("shop", expected), (parameters.Text("s", "s"), parameters.Text("o", "o")));
        Assert.Null(parameters.Error);
    }

    [Theory]
    [InlineData("""{"o":"x"}""", "x")]
    [InlineData("""{"o":""}""", null)]
    [InlineData("""{"o":null}""", null)]
    [InlineData("""{"p":1}""", null)]
    [InlineData("""{"o":18446744073709551616}""", "18446744073709551616")]
    [InlineData("""{"o":1.0}""", "1.0")]
    [InlineData("""{"o":"\u4f60\ud83d\ude00"}""", "你😀")]
    public async Task Scalars_of_JSON_are_texts(string json, string? expected)
    {
        var (parameters, _) = await ReadAsync("", json, "application/json");

        Assert.Equal(expected, parameters.TextOrNull("o", "o"));
        Assert.Null(parameters.Error);
    }

    [Theory]
    [InlineData("?o=a%00b")]
    [InlineData("?o=a%0D%0Ab")]
    [InlineData("?o=%C2%85")]
    [InlineData("?o=%FF")]
    [InlineData("?o=%ED%A0%80")]
    public async Task Control_characters_and_broken_text_are_refused(string query)
    {
        var (parameters, _) = await ReadAsync(query, null, null);

        Assert.Null(parameters.TextOrNull("o", "o(penid)"));
        Assert.Equal("o(penid) parameter must not hold control characters, nor bytes that are not UTF-8", parameters.Error?.Error?.Message);
    }

    [Theory]
    [InlineData("?o=a&o=b", null, null)]
    [InlineData("?o=a&O=b", null, null)]
    [InlineData("?o=a", "o=b", "application/x-www-form-urlencoded")]
    [InlineData("?o=a", """{"o":"a"}""", "application/json")]
    [InlineData("", """{"o":"a","O":"a"}""", "application/json")]
    [InlineData("", "o=a&%6f=a", "application/x-www-form-urlencoded")]
    public async Task Two_values_are_refused_wherever_they_stand(string query, string? body, string? contentType)
    {
        var (parameters, _) = await ReadAsync(query, body, contentType);

        Assert.Equal("", parameters.Text("o", "o(penid)"));
        Assert.Equal("o(penid) parameter is given more than once", parameters.Error?.Error?.Message);
    }

    [Theory]
    [InlineData("s=shop", "text/plain", 415)]
    [InlineData("s=shop", null, 415)]
    [InlineData("s=shop", "not a media type", 415)]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"s\"\r\n\r\nshop\r\n--x--", "multipart/form-data; boundary=x", 415)]
    [InlineData("s=shop", "application/x-www-form-urlencoded; charset=gbk", 415)]
    [InlineData("<xml/>", "application/xml", 415)]
    [InlineData("s=shop", "application/json", 400)]
    [InlineData("[{}]", "application/json", 400)]
    [InlineData("{", null, 400)]
    [InlineData("{\"s\":\"shop\",}", "application/json", 400)]
    [InlineData("{/* */}", "application/json", 400)]
    [InlineData("\"s\"", "application/json; charset=utf-8", 400)]
    [InlineData("{\"s\":\"\\ud800\"}", "application/json", 400)]
    [InlineData("{\"\\udfff\":1}", "application/json", 400)]
    public async Task Bodies_of_another_kind_are_refused(string body, string? contentType, int status)
    {
        var (_, refusal) = await ReadAsync("?s=shop", body, contentType);

        Assert.Equal(status, refusal?.Error?.Status);
    }

    [Fact]
    public async Task JSON_that_is_not_UTF_8_is_refused()
    {
        var (_, refusal) = await ReadAsync(
            "", [.. "{\"s\":\""u8, 0xB5, 0xEA, .. "\"}"u8], "application/json; charset=gbk", hasLength: true);

        Assert.Equal("The body must be one JSON object, in UTF-8.", refusal?.Error?.Message);
    }

    [Fact]
    public async Task Nesting_without_end_is_refused()
    {
        var (_, refusal) = await ReadAsync("", string.Concat(Enumerable.Repeat("{\"a\":", 20_000)), "application/json");

        Assert.Equal(400, refusal?.Error?.Status);
    }

    [Theory]
    [InlineData(LargestBody, true, null)]
    [InlineData(LargestBody, false, null)]
    [InlineData(LargestBody + 1, true, 413)]
    [InlineData(LargestBody + 1, false, 413)]
    [InlineData(4 * LargestBody, false, 413)]
    public async Task A_body_has_an_end(int length, bool hasLength, int? status)
    {
        var (_, refusal) = await ReadAsync(
            "", Encoding.ASCII.GetBytes("o=".PadRight(length, 'x')), "application/x-www-form-urlencoded", hasLength);

        Assert.Equal(status, refusal?.Error?.Status);
    }

    [Fact]
    public async Task Twenty_five_thousand_parameters_do_no_harm()
    {
        var (parameters, refusal) = await ReadAsync("", "s=shop&" + string.Join(
            '&', Enumerable.Range(0, 25_000).Select(number => $"p{number}=")), "application/x-www-form-urlencoded");

        Assert.Null(refusal);
        Assert.Equal("shop", parameters.Text("s", "s"));
    }

    [Fact]
    public async Task The_first_error_is_the_answer()
    {
        var (parameters, _) = await ReadAsync("?b=1&b=2", null, null);
        parameters.Text("a", "a");
        parameters.Text("b", "b");
        parameters.Refuse("another");

        Assert.Equal("a parameter expected", parameters.Error?.Error?.Message);
    }

    private static ValueTask<(RequestParameters Parameters, EndpointAnswer? Refusal)> ReadAsync(
        string query, string? body, string? contentType)
        => ReadAsync(query, Encoding.UTF8.GetBytes(body ?? ""), contentType, hasLength: true);

    private static ValueTask<(RequestParameters Parameters, EndpointAnswer? Refusal)> ReadAsync(
        string query, byte[] body, string? contentType, bool hasLength)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        context.Request.Body = new MemoryStream(body);
        context.Request.ContentType = contentType;
        context.Request.ContentLength = hasLength ? body.Length : null;
        return ParameterReader.ReadAsync(context.Request, TestContext.Current.CancellationToken);
    }
}

using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tests.Links;

public sealed class ShortUrlEndpointsTests : SimulatorFixture
{
    private const string Long = "https://example.com/a?b=1&c=2";
    private const string Order = $$"""{"action":"long2short","long_url":"{{Long}}"}""";

    [Fact]
    public async Task Today_the_api_is_no_longer_supported()
    {
        var answer = await ShortenAsync(Order);

        Assert.Equal(45103, (int)answer["errcode"]!);
        Assert.StartsWith("This API has been unsupported rid: ", (string)answer["errmsg"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_be_as_it_was_before()
    {
        Account.Switches.ShortUrls = ShortUrlMode.ReturnsLongUrl;
        Assert.Equal(Long, (string)(await ShortenAsync(Order))["short_url"]!);

        Account.Switches.ShortUrls = ShortUrlMode.Shortens;
        var answer = await ShortenAsync(Order);
        Assert.Equal(0, (int)answer["errcode"]!);
        Assert.Matches("^https://w\\.url\\.cn/s/A[0-9A-Za-z]{6}$", (string)answer["short_url"]!);
    }

    [Theory]
    [InlineData("""{"action":"short2long","long_url":"https://a/"}""", 40097)]
    [InlineData("""{"action":"long2short"}""", 40066)]
    [InlineData("""{"action":"long2short","long_url":"ftp://a/"}""", 40066)]
    [InlineData("", 44002)]
    public async Task An_invalid_order_gets_its_errcode(string body, int expected)
    {
        Account.Switches.ShortUrls = ShortUrlMode.Shortens;

        Assert.Equal(expected, (int)(await ShortenAsync(body))["errcode"]!);
    }

    private async Task<JsonObject> ShortenAsync(string body) =>
        await CallAsync(HttpMethod.Post, $"{ApiPath.ShortUrl}?access_token={await StableTokenAsync()}", body);
}

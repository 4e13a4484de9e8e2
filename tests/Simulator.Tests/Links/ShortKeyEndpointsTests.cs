using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tests.Links;

public sealed class ShortKeyEndpointsTests : SimulatorFixture
{
    [Fact]
    public async Task A_text_comes_back_with_its_age_until_it_expires()
    {
        var created = await CreateAsync("""{"long_data":"loooooong 数据","expire_seconds":86400}""");
        var key = (string)created["short_key"]!;
        Clock.Advance(TimeSpan.FromSeconds(100));
        var fetched = await FetchAsync(key);

        Assert.Matches("^[0-9A-Za-z]{15}$", key);
        Assert.Equal(("loooooong 数据", 86300), ((string)fetched["long_data"]!, (int)fetched["expire_seconds"]!));
        Assert.Equal(Clock.GetUtcNow().ToUnixTimeSeconds() - 100, (long)fetched["create_time"]!);
        Clock.Advance(TimeSpan.FromSeconds(86300));
        Assert.Equal(9410012, (int)(await FetchAsync(key))["errcode"]!);
    }

    [Fact]
    public async Task A_key_belongs_to_its_account()
    {
        var key = (string)(await CreateAsync("""{"long_data":"x"}"""))["short_key"]!;
        Simulator.AddAccount(new SimulatedAccount { AppId = "wxother", AppSecret = "s" });
        var token = await CallAsync(HttpMethod.Get, $"{ApiPath.ClassicToken}?grant_type=client_credential&appid=wxother&secret=s");

        var answer = await CallAsync(
            HttpMethod.Post,
            $"{ApiPath.ShortKeyFetch}?access_token={token["access_token"]}",
            $$"""{"short_key":"{{key}}"}""");

        Assert.Equal(9410012, (int)answer["errcode"]!);
        Assert.Equal(2592000, (int)(await FetchAsync(key))["expire_seconds"]!);
    }

    [Theory]
    [InlineData("""{"expire_seconds":1}""", 47003)]
    [InlineData("""{"long_data":"x","expire_seconds":2592001}""", 9410011)]
    [InlineData("""{"long_data":"x","expire_seconds":0}""", 9410011)]
    [InlineData("x", 47001)]
    public async Task An_invalid_text_gets_its_errcode(string body, int expected) =>
        Assert.Equal(expected, (int)(await CreateAsync(body))["errcode"]!);

    [Theory]
    [InlineData(1365, null)]
    [InlineData(1366, 9410010)]
    public async Task Four_kilobytes_are_counted_in_bytes(int characters, int? expected)
    {
        var answer = await CreateAsync($$"""{"long_data":"{{new string('数', characters)}}"}""");

        Assert.Equal(expected ?? 0, (int)answer["errcode"]!);
    }

    [Theory]
    [InlineData("{}", 47003)]
    [InlineData("""{"short_key":"unknown"}""", 9410012)]
    public async Task An_invalid_fetch_gets_its_errcode(string body, int expected) =>
        Assert.Equal(
            expected,
            (int)(await CallAsync(HttpMethod.Post, $"{ApiPath.ShortKeyFetch}?access_token={await StableTokenAsync()}", body))["errcode"]!);

    private async Task<JsonObject> CreateAsync(string body) =>
        await CallAsync(HttpMethod.Post, $"{ApiPath.ShortKeyCreate}?access_token={await StableTokenAsync()}", body);

    private async Task<JsonObject> FetchAsync(string key) =>
        await CallAsync(
            HttpMethod.Post,
            $"{ApiPath.ShortKeyFetch}?access_token={await StableTokenAsync()}",
            $$"""{"short_key":"{{key}}"}""");
}

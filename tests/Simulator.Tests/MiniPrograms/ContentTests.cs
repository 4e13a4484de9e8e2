using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.MiniPrograms.ContentChecks;
using WxYarpGateway.Simulator.Tests.Platforms;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Simulator.Tests.MiniPrograms;

public sealed class ContentTests : PlatformFixture
{
    private const string TextPath = "/wxa/msg_sec_check";
    private const string MediaPath = "/wxa/media_check_async";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Simulator.Phones.Login(Account.AppId, "oAda");
    }

    [Fact]
    public async Task A_risky_text_is_told_by_the_verdict_not_by_the_errcode()
    {
        using var order = await SendAsync(
            HttpMethod.Post,
            "/simulator/content-verdict",
            $$"""{"appId":"{{Account.AppId}}","contains":"坏","label":20002}""");
        Simulator.Content.Plan(Account.AppId, new ContentVerdict("可疑", "review", 10001));
        var (risky, review, fine) = (await CheckAsync("坏话"), await CheckAsync("很可疑"), await CheckAsync("好"));

        Assert.Equal((0, "risky", 20002), Verdict(risky));
        Assert.Equal((0, "review", 10001), Verdict(review));
        Assert.Equal((0, "pass", 100), Verdict(fine));
        Assert.NotEqual((string)risky["trace_id"]!, (string)fine["trace_id"]!);
        Assert.Equal(["risky", "review", "pass"], Simulator.Content.Checks.Select(check => check.Suggest));
    }

    [Fact]
    public async Task The_user_must_have_been_here_in_the_last_two_hours()
    {
        Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, ErrorOf(await CheckAsync("好")));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(61010, ErrorOf(await CheckAsync("好")));
        Assert.Equal(40003, ErrorOf(await CheckAsync("好", "oNobody")));
    }

    [Theory]
    [InlineData(40097, """{"openid":"oAda","scene":2,"content":"a"}""")]
    [InlineData(40097, """{"openid":"oAda","scene":2,"version":1,"content":"a"}""")]
    [InlineData(40097, """{"openid":"oAda","scene":5,"version":2,"content":"a"}""")]
    [InlineData(40097, """{"openid":"oAda","scene":2,"version":2}""")]
    [InlineData(40003, """{"scene":2,"version":2,"content":"a"}""")]
    [InlineData(0, """{"openid":"oAda","scene":"2","version":"2","content":"a"}""")]
    public async Task A_check_is_whole(int error, string body) => Assert.Equal(error, await ErrorOfAsync(TextPath, body));

    [Fact]
    public async Task A_text_has_a_limit_and_so_has_a_minute()
    {
        Account.MiniProgram.TextChecksPerMinute = 1;
        Assert.Equal(45002, ErrorOf(await CheckAsync(new string('好', 2_501))));
        Assert.Equal(0, ErrorOf(await CheckAsync(new string('好', 2_500))));
        Assert.Equal(45009, ErrorOf(await CheckAsync("好")));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, ErrorOf(await CheckAsync("好")));
    }

    [Fact]
    public async Task A_picture_is_checked_later_and_the_verdict_pushed()
    {
        (Account.GatewayUrl, Account.Encryption, Account.Format) =
            (new Uri(Gateway.Url, "/in"), EncryptionMode.Plaintext, DataFormat.Json);
        Account.MiniProgram.MediaCheckDuration = TimeSpan.FromMinutes(5);
        Simulator.Content.Plan(Account.AppId, new ContentVerdict("bad.png", "risky", 20002));
        var others = Clock.WaitingTimers;
        var answer = await ApiAsync(MediaPath, MediaBody("http://a/bad.png", 2));
        await Eventually.HoldsAsync(() => Clock.WaitingTimers > others, "the check waits", Cancellation);
        Assert.Empty(Gateway.Received);
        Clock.Advance(TimeSpan.FromMinutes(5));
        await Eventually.HoldsAsync(() => Gateway.Received.Count == 1, "the verdict is pushed", Cancellation);
        var pushed = JsonNode.Parse(Gateway.Received.Single().Body)!;

        Assert.Equal("wxa_media_check", (string)pushed["Event"]!);
        Assert.Equal((string)answer["trace_id"]!, (string)pushed["trace_id"]!);
        Assert.Equal("risky", (string)pushed["result"]!["suggest"]!);
        Assert.Equal("content_model", (string)pushed["detail"]![0]!["strategy"]!);
    }

    [Theory]
    [InlineData(40097, "ftp://a/b", 2)]
    [InlineData(40097, "b.png", 2)]
    [InlineData(40097, "http://a/b", 3)]
    [InlineData(0, "https://a/b", 1)]
    public async Task A_file_is_named_by_URL_and_kind(int error, string url, int type) =>
        Assert.Equal(error, await ErrorOfAsync(MediaPath, MediaBody(url, type)));

    [Theory]
    [InlineData("""{"appId":"wx1","contains":""}""")]
    [InlineData("""{"appId":"wx1","contains":"a","suggest":"maybe"}""")]
    public async Task A_verdict_that_cannot_be_is_refused(string body)
    {
        using var response = await SendAsync(HttpMethod.Post, "/simulator/content-verdict", body);

        Assert.Equal(400, (int)response.StatusCode);
    }

    private static (int, string, int) Verdict(JsonObject answer) =>
        (ErrorOf(answer), (string)answer["result"]!["suggest"]!, (int)answer["result"]!["label"]!);

    private static string MediaBody(string url, int type) =>
        $$"""{"media_url":"{{url}}","media_type":{{type}},"version":2,"scene":1,"openid":"oAda"}""";

    private Task<JsonObject> CheckAsync(string content, string openId = "oAda") =>
        ApiAsync(TextPath, $$"""{"openid":"{{openId}}","scene":2,"version":2,"content":"{{content}}"}""");
}

using System.Buffers.Binary;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tests.Links;

public sealed class QrCodeEndpointsTests : SimulatorFixture
{
    private const string Text = """{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"a"}}}""";

    [Theory]
    [InlineData("""{"expire_seconds":604800,"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":4294967295}}}""", 604800)]
    [InlineData("""{"expire_seconds":2592000,"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"test"}}}""", 2592000)]
    [InlineData("""{"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"test"}}}""", 60)]
    [InlineData("""{"action_name":"QR_LIMIT_SCENE","action_info":{"scene":{"scene_id":100000}}}""", null)]
    [InlineData("""{"expire_seconds":30,"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"test"}}}""", null)]
    public async Task Each_kind_of_code_is_created(string body, int? expireSeconds)
    {
        var answer = await CreateAsync(body);

        Assert.Equal(expireSeconds, (int?)answer["expire_seconds"]);
        Assert.Matches("^gQ[0-9A-Za-z+/]{92}==$", (string)answer["ticket"]!);
        Assert.StartsWith("http://weixin.qq.com/q/", (string)answer["url"]!, StringComparison.Ordinal);
        Assert.Null(answer["errcode"]);
    }

    [Theory]
    [InlineData("""{"action_name":"QR_OTHER","action_info":{"scene":{"scene_id":1}}}""", 40052)]
    [InlineData("""{"action_info":{"scene":{"scene_id":1}}}""", 40052)]
    [InlineData("""{"action_name":"QR_SCENE"}""", 40053)]
    [InlineData("""{"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":0}}}""", 40053)]
    [InlineData("""{"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":4294967296}}}""", 40053)]
    [InlineData("""{"action_name":"QR_SCENE","action_info":{"scene":{"scene_str":"a"}}}""", 40053)]
    [InlineData("""{"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":"1"}}}""", 40053)]
    [InlineData("""{"action_name":"QR_LIMIT_SCENE","action_info":{"scene":{"scene_id":100001}}}""", 40053)]
    [InlineData("""{"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":""}}}""", 40053)]
    [InlineData("""{"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"a"}},"expire_seconds":2592001}""", 40053)]
    [InlineData("""{"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"a"}},"expire_seconds":0}""", 40053)]
    [InlineData("""{"action_name":"QR_STR_SCENE","action_info":"scene"}""", 40053)]
    [InlineData("", 44002)]
    [InlineData("[]", 47001)]
    public async Task An_invalid_order_gets_its_errcode(string body, int expected) =>
        Assert.Equal(expected, (int)(await CreateAsync(body))["errcode"]!);

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, 40053)]
    public async Task A_scene_has_at_most_64_characters(int length, int? expected) =>
        Assert.Equal(
            expected,
            (int?)(await CreateAsync(Text.Replace("\"a\"", $"\"{new string('x', length)}\"", StringComparison.Ordinal)))["errcode"]);

    [Fact]
    public async Task A_permanent_scene_keeps_its_code_and_there_are_only_so_many()
    {
        Account.Switches.PermanentQrCodes = 1;
        var first = await CreateAsync(Text);

        Assert.Equal((string)first["ticket"]!, (string)(await CreateAsync(Text))["ticket"]!);
        Assert.Equal(45029, (int)(await CreateAsync(Text.Replace("\"a\"", "\"b\"", StringComparison.Ordinal)))["errcode"]!);
    }

    [Fact]
    public async Task The_image_of_an_escaped_ticket_is_a_picture_of_its_own()
    {
        var first = await ShowAsync(
            (string)(await CreateAsync("""{"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":1}}}"""))["ticket"]!);
        var second = await ShowAsync((string)(await CreateAsync(Text))["ticket"]!);

        Assert.Equal(
            (200, "image/png", 200),
            (first.Status, first.ContentType, BinaryPrimitives.ReadInt32BigEndian(first.Body.AsSpan(16))));
        Assert.Equal("PNG"u8, first.Body.AsSpan(1, 3));
        Assert.NotEqual(first.Body, second.Body);
    }

    [Fact]
    public async Task An_unknown_or_expired_ticket_has_no_image()
    {
        var ticket = (string)(await CreateAsync("""{"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":1}}}"""))["ticket"]!;
        Assert.Equal(404, (await ShowAsync("gQunknown")).Status);
        using var missing = await SendAsync(HttpMethod.Get, ApiPath.QrCodeShow);
        Assert.Equal(404, (int)missing.StatusCode);

        Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(404, (await ShowAsync(ticket)).Status);
    }

    [Fact]
    public async Task The_call_needs_a_token_and_the_permission()
    {
        Assert.Equal(43002, (int)(await CallAsync(HttpMethod.Get, ApiPath.QrCodeCreate))["errcode"]!);
        Assert.Equal(41001, (int)(await CallAsync(HttpMethod.Post, ApiPath.QrCodeCreate, Text))["errcode"]!);
        Account.Switches.LackedApis = [ApiPath.QrCodeCreate];
        Assert.Equal(48001, (int)(await CreateAsync(Text))["errcode"]!);
        Assert.Equal(1, Simulator.Calls.Count(ApiPath.QrCodeCreate, Account.AppId));
    }

    private async Task<JsonObject> CreateAsync(string body) =>
        await CallAsync(HttpMethod.Post, $"{ApiPath.QrCodeCreate}?access_token={await StableTokenAsync()}", body);

    private async Task<(int Status, string? ContentType, byte[] Body)> ShowAsync(string ticket)
    {
        using var response = await SendAsync(HttpMethod.Get, $"{ApiPath.QrCodeShow}?ticket={Uri.EscapeDataString(ticket)}");
        return (
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            await response.Content.ReadAsByteArrayAsync(Cancellation));
    }
}

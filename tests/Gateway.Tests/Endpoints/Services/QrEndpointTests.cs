using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Testing.WeChat;

namespace WxYarpGateway.Gateway.Tests.Endpoints.Services;

public sealed class QrEndpointTests : IAsyncLifetime
{
    private const string Path = "/cgi-bin/qrcode/create";
    private const string Answer = """{"ticket":"gQH47joAAAAA+/ASx==","expire_seconds":600,"url":"http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI"}""";

    private EndpointRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await EndpointRig.StartAsync();
        _rig.WeChat.When(Path, Answer);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("t=temp", """{"expire_seconds":30,"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"0"}}}""")]
    [InlineData("t=temp&sceneid=abc&e=600", """{"expire_seconds":600,"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"abc"}}}""")]
    [InlineData("t=temp&sceneid=123&e=0", """{"expire_seconds":30,"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"123"}}}""")]
    [InlineData("t=temp&sceneid=&e=-5", """{"expire_seconds":30,"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"0"}}}""")]
    [InlineData("t=temp&e=2592000&sceneid=%E5%BA%97+%F0%9F%98%80", """{"expire_seconds":2592000,"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"店 😀"}}}""")]
    [InlineData("t=temp&scene_id=4294967295&e=60", """{"expire_seconds":60,"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":4294967295}}}""")]
    [InlineData("t=forever&sceneid=a%22b%5C&e=600", """{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"a\"b\\"}}}""")]
    [InlineData("t=forever&scene_id=100000", """{"action_name":"QR_LIMIT_SCENE","action_info":{"scene":{"scene_id":100000}}}""")]
    public async Task A_scene_is_asked_for_as_go_wx_gateway_did_or_by_its_number(string query, string asked)
    {
        var (status, json) = await Calls.JsonAsync(_rig.Gateway.InternalAddress, "/qr?s=shop&" + query);

        Assert.Equal((200, "OK"), (status, json.GetProperty("msg").GetString()));
        Assert.Equal(asked, Assert.Single(_rig.CallsOf(Path)).Body);
    }

    [Fact]
    public async Task The_answer_is_go_wx_gateways_with_the_ticket_encoded()
    {
        Assert.Equal(
            """{"code":200,"msg":"OK","result":{"ticketURL2ShowQrCode":"https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=gQH47joAAAAA%2B%2FASx%3D%3D","urlIncluedInQrcode":"http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI","ticket":"gQH47joAAAAA+/ASx==","expireSeconds":600}}""",
            await _rig.TextAsync("/qr?s=shop&t=temp&e=600"));

        _rig.WeChat.When(Path, """{"ticket":"T","url":"u"}""");
        Assert.Equal(
            """{"code":200,"msg":"OK","result":{"ticketURL2ShowQrCode":"https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=T","urlIncluedInQrcode":"u","ticket":"T"}}""",
            await _rig.TextAsync("/qr?s=shop&t=forever"));
    }

    [Theory]
    [InlineData("", "t(ype) parameter expected")]
    [InlineData("t=Temp", "t(ype) value must be \"temp\" or \"forever\"")]
    [InlineData("t=temp&t=temp", "t(ype) parameter is given more than once")]
    [InlineData("t=temp%0d%0aX:y", "t(ype) parameter must not hold control characters, nor bytes that are not UTF-8")]
    [InlineData("t=temp&e=abc", "e(xpire seconds) value must be a whole number, at most 2592000")]
    [InlineData("t=temp&e=1.5", "e(xpire seconds) value must be a whole number, at most 2592000")]
    [InlineData("t=temp&e=2592001", "e(xpire seconds) value must be a whole number, at most 2592000")]
    [InlineData("t=temp&e=99999999999999999999", "e(xpire seconds) value must be a whole number, at most 2592000")]
    [InlineData("t=temp&e=%00", "e(xpire seconds) parameter must not hold control characters, nor bytes that are not UTF-8")]
    [InlineData("t=temp&sceneid=a%ffb", "sceneid parameter must not hold control characters, nor bytes that are not UTF-8")]
    [InlineData("t=temp&scene_id=0", "scene_id value must be a whole number from 1 to 4294967295")]
    [InlineData("t=temp&scene_id=4294967296", "scene_id value must be a whole number from 1 to 4294967295")]
    [InlineData("t=temp&scene_id=abc", "scene_id value must be a whole number from 1 to 4294967295")]
    [InlineData("t=forever&scene_id=100001", "scene_id value must be a whole number from 1 to 100000")]
    [InlineData("t=temp&sceneid=a&scene_id=1", "sceneid (a text) and scene_id (a number) cannot both be given")]
    [InlineData("t=temp&format=gif", "format value must be \"json\", \"png\" or \"svg\"")]
    [InlineData("t=temp&size=63", "size value must be a whole number from 64 to 2048")]
    [InlineData("t=temp&size=2049", "size value must be a whole number from 64 to 2048")]
    public async Task What_is_wrong_is_named_and_WeChat_is_not_asked(string query, string message)
    {
        var (status, json) = await Calls.JsonAsync(_rig.Gateway.InternalAddress, "/qr?s=shop&" + query);

        Assert.Equal((400, message), (status, json.GetProperty("msg").GetString()));
        Assert.Empty(_rig.WeChat.Calls);
    }

    [Fact]
    public async Task A_scene_has_at_most_64_characters()
    {
        var (tooLong, json) = await _rig.GetAsync("/qr", ("s", "shop"), ("t", "temp"), ("sceneid", new string('x', 65)));
        var (justRight, _) = await _rig.GetAsync(
            "/qr", ("s", "shop"), ("t", "temp"), ("sceneid", string.Concat(Enumerable.Repeat("😀", 64))));

        Assert.Equal(
            (400, "sceneid value must have at most 64 characters", 200), (tooLong, json.GetProperty("msg").GetString(), justRight));
    }

    [Theory]
    [InlineData("", 64, 430)]
    [InlineData("&size=64", 37, 64)]
    [InlineData("&size=2048", 1900, 2048)]
    public async Task A_PNG_is_drawn_of_what_WeChat_gave(string size, int least, int most)
    {
        using var response = await Calls.SendAsync(_rig.Gateway.InternalAddress, "/qr?s=shop&t=temp&format=png" + size);
        var png = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal((200, "image/png", true),
            ((int)response.StatusCode, response.Content.Headers.ContentType!.ToString(), response.Headers.CacheControl!.NoStore));
        Assert.Equal([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'], png[..8]);
        var width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
        Assert.InRange(width, least, most);
        Assert.Equal(width, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    [Fact]
    public async Task An_SVG_is_drawn_of_what_WeChat_gave()
    {
        using var response = await Calls.SendAsync(_rig.Gateway.InternalAddress, "/qr?s=shop&t=forever&format=svg&size=300");
        var svg = XElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal("image/svg+xml", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(XName.Get("svg", "http://www.w3.org/2000/svg"), svg.Name);
        Assert.InRange((int)svg.Attribute("width")!, 200, 300);
        Assert.NotEmpty(svg.Descendants());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"ticket":"T"}""")]
    [InlineData("""{"ticket":"T","url":""}""")]
    [InlineData("""{"ticket":1,"url":"u"}""")]
    [InlineData("""{"ticket":"\ud800","url":"u"}""")]
    public async Task An_answer_without_a_code_is_WeChats_error(string answer)
    {
        _rig.WeChat.When(Path, answer);

        var (status, json) = await _rig.GetAsync("/qr", ("s", "shop"), ("t", "temp"));

        Assert.Equal((502, "WeChat's answer holds no ticket and url of a QR code."), (status, json.GetProperty("msg").GetString()));
    }

    [Fact]
    public async Task An_address_that_is_too_long_is_told_but_not_drawn()
    {
        _rig.WeChat.When(Path, $$"""{"ticket":"T","url":"http://{{new string('x', 200)}}"}""");

        Assert.Equal(200, (await _rig.GetAsync("/qr", ("s", "shop"), ("t", "temp"))).Status);
        Assert.Equal(502, (await _rig.GetAsync("/qr", ("s", "shop"), ("t", "temp"), ("format", "png"))).Status);
    }

    [Theory]
    [InlineData("temp", 200)]
    [InlineData("forever", 502)]
    public async Task Only_a_temporary_code_is_asked_for_again_when_nobody_knows(string type, int status)
    {
        var turn = 0;
        _rig.WeChat.When(Path, (_, _)
            => Task.FromResult(turn++ == 0 ? ScriptedWeChat.Json("", System.Net.HttpStatusCode.BadGateway) : ScriptedWeChat.Json(Answer)));

        Assert.Equal(status, (await _rig.GetAsync("/qr", ("s", "shop"), ("t", type))).Status);
    }

    [Fact]
    public async Task A_body_of_numbers_will_do()
    {
        await _rig.PostAsync("/qr", """{"s":"shop","t":"temp","sceneid":12345678901234567890,"e":60}""");

        Assert.Contains("\"scene_str\":\"12345678901234567890\"", Assert.Single(_rig.CallsOf(Path)).Body, StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetByteCount(_rig.CallsOf(Path)[0].Body), _rig.CallsOf(Path)[0].Body.Length);
    }
}

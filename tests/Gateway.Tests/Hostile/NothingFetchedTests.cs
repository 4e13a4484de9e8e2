using System.IO.Compression;
using System.Text;
using System.Web;

namespace WxYarpGateway.Gateway.Tests.Hostile;

/// <summary>
/// Addresses in messages, in replies and in answers: the gateway calls none of them. And what a message says goes into WeChat's addresses
/// as a value only.
/// </summary>
public sealed class NothingFetchedTests(HostileRig rig) : IClassFixture<HostileRig>
{
    [Theory]
    [InlineData("<MsgType>image</MsgType><PicUrl>TRAP/pic</PicUrl><MediaId>m</MediaId>")]
    [InlineData("<MsgType>link</MsgType><Url>TRAP/link</Url>")]
    [InlineData("<MsgType>voice</MsgType><MediaId16K>TRAP/voice</MediaId16K><MediaId>TRAP</MediaId>")]
    [InlineData("<MsgType>miniprogrampage</MsgType><ThumbUrl>TRAP/thumb</ThumbUrl>")]
    [InlineData("<MsgType>event</MsgType><Event>VIEW</Event><EventKey>TRAP/view</EventKey>")]
    [InlineData("<MsgType>event</MsgType><Event>scancode_push</Event><ScanCodeInfo><ScanResult>TRAP/scan</ScanResult></ScanCodeInfo>")]
    public async Task An_address_in_a_message_is_text(string fields)
    {
        rig.Backend.Answers("""{"type":"news","articles":[{"title":"t","desc":"d","picUrl":"TRAP/p","url":"TRAP/u"}],"url":"TRAP","hqUrl":"TRAP"}""".Replace("TRAP", rig.Trap.Address, StringComparison.Ordinal));
        var weChat = rig.WeChat.Calls.Count;

        var answers = await PushAsync(
            rig, $"<xml><FromUserName>o</FromUserName><MsgId>{SignedPush.NewId()}</MsgId>{fields.Replace("TRAP", rig.Trap.Address, StringComparison.Ordinal)}</xml>");

        Assert.Equal([200], answers.Statuses);
        rig.Backend.Answers("""{"msg":"ok"}""");
        Assert.Empty(rig.Trap.Calls);
        Assert.Equal(weChat, rig.WeChat.Calls.Count);
    }

    [Fact]
    public async Task A_backend_that_redirects_a_message_leads_nowhere()
    {
        await using var own = await HostileRig.StartAsync();
        own.Backend.Script = (_, context) =>
        {
            context.Response.Redirect(own.Trap.Address + "/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };

        var answers = await PushAsync(own, $"<xml><MsgType>text</MsgType><MsgId>{SignedPush.NewId()}</MsgId></xml>");

        Assert.EndsWith("\r\n\r\nsuccess", answers.Text, StringComparison.Ordinal);
        Assert.Single(own.Backend.Calls);
        Assert.Empty(own.Trap.Calls);
        Assert.Equal(1, own.Outcomes[HostileRig.Plain, "Failed"]);
    }

    [Fact]
    public async Task A_users_name_adds_nothing_to_WeChats_address()
    {
        await using var own = await HostileRig.StartAsync(("Services:plain:UserInfo:Append", "true"));
        const string Name = "o&lang=xx&access_token=evil&openid=o2#/../x?y\r\nX-Evil: z%00";

        await PushAsync(
            own, $"<xml><MsgType>text</MsgType><MsgId>{SignedPush.NewId()}</MsgId><FromUserName><![CDATA[{Name}]]></FromUserName></xml>");

        var call = Assert.Single(own.WeChat.Calls, call => call.Path == "/cgi-bin/user/info");
        var query = HttpUtility.ParseQueryString(call.Query);
        Assert.Equal(Name.ReplaceLineEndings("\n"), query["openid"]);
        Assert.Equal("zh_CN", query["lang"]);
        Assert.DoesNotContain("evil", query["access_token"]!, StringComparison.Ordinal);
        Assert.False(call.Headers.ContainsKey("X-Evil"));
        Assert.DoesNotContain("X-Evil", own.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirects_code_adds_nothing_to_WeChats_address_and_no_host_changes_ours()
    {
        var code = Uri.EscapeDataString("c&appid=wxother&secret=x#/../y\r\nX-Evil: z");
        var calls = rig.WeChat.Calls.Count;

        await rig.SendAsync($"GET /plain/redirect?code={code}&state=s HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        var start = await rig.SendAsync(
            "GET /plain/redirect/start HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n");

        var call = rig.WeChat.Calls.Skip(calls).Single(call => call.Path == "/sns/oauth2/access_token");
        var query = HttpUtility.ParseQueryString(call.Query);
        Assert.Equal((SignedPush.AppId, Uri.UnescapeDataString(code)), (query["appid"], query["code"]));
        Assert.Equal([302], start.Statuses);
        Assert.Contains("redirect_uri=https%3A%2F%2Fwx.example.com%2Fplain%2Fredirect&", start.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", start.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_unpacked_neither_a_push_nor_an_answer()
    {
        await using var own = await HostileRig.StartAsync();
        var bomb = Bomb();
        own.Backend.Script = (_, context) =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return context.Response.Body.WriteAsync(bomb).AsTask();
        };

        var push = await own.SendAsync(SignedPush.Plaintext(bomb).To("/plain", "Content-Encoding: gzip", "Connection: close"));
        var answer = await PushAsync(own, $"<xml><MsgType>text</MsgType><MsgId>{SignedPush.NewId()}</MsgId></xml>");

        Assert.Equal([400], push.Statuses);
        Assert.EndsWith("\r\n\r\nsuccess", answer.Text, StringComparison.Ordinal);
        Assert.False(own.Backend.OnlyCall.Headers.ContainsKey("Accept-Encoding"));
        Assert.Equal((1, 1), (own.Outcomes[HostileRig.Plain, "Malformed"], own.Outcomes[HostileRig.Plain, "Failed"]));
    }

    private static Task<RawAnswers> PushAsync(HostileRig rig, string xml)
        => rig.SendAsync(SignedPush.Plaintext(SignedPush.Utf8(xml)).To("/plain", "Connection: close"));

    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write("{\"msg\":\""u8);
            gzip.Write(Encoding.ASCII.GetBytes(new string('x', 32 * 1024 * 1024)));
        }

        return packed.ToArray();
    }
}

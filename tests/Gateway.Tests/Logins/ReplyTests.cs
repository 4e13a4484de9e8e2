using System.Text.Json;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>Customer-service messages of backends of mpapi's.</summary>
public sealed class ReplyTests
{
    private const string Token = "token-of-the-replies";
    private const string OtherToken = "token-of-the-others";
    private const string Send = "/cgi-bin/message/custom/send";

    [Theory]
    [InlineData("""{"source":"gh_x","target":"o-x","type":"text","content":"你好🌸 {\"a\":1}"}""",
        """{"touser":"o-x","msgtype":"text","text":{"content":"你好🌸 {\"a\":1}"}}""")]
    [InlineData("""{"touser":"o-x","msgtype":"text","content":"{\"a\":1}"}""",
        """{"touser":"o-x","msgtype":"text","text":{"content":"{\"a\":1}"}}""")]
    [InlineData("""{"target":"o-x","type":"image","content":"MEDIA"}""",
        """{"touser":"o-x","msgtype":"image","image":{"media_id":"MEDIA"}}""")]
    [InlineData("""{"target":"o-x","type":"image","content":"{\"media_id\":\"MEDIA\"}"}""",
        """{"touser":"o-x","msgtype":"image","image":{"media_id":"MEDIA"}}""")]
    [InlineData("""{"target":"o-x","type":"link","content":{"title":"T","description":"D","url":"https://a/","thumb_url":"https://a/p"}}""",
        """{"touser":"o-x","msgtype":"link","link":{"title":"T","description":"D","url":"https://a/","thumb_url":"https://a/p"}}""")]
    [InlineData("""{"target":"o-x","type":"miniprogrampage","content":{"title":"T","pagepath":"pages/a","thumb_media_id":"M"}}""",
        """{"touser":"o-x","msgtype":"miniprogrampage","miniprogrampage":{"title":"T","pagepath":"pages/a","thumb_media_id":"M"}}""")]
    public async Task A_message_of_either_form_is_sent(string message, string sent)
    {
        await using var rig = await StartAsync();

        using var answer = await SendAsync(rig, message);

        Assert.Equal(0, await LoginRig.StatusOf(answer));
        Assert.Equal(sent, Assert.Single(rig.WeChat.Script.Calls, call => call.Path == Send).Body);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("Bearer " + Token)]
    [InlineData(OtherToken)]
    public async Task Without_the_apps_own_token_nothing_is_sent(string? token)
    {
        await using var rig = await StartAsync();

        using var answer = await SendAsync(rig, """{"target":"o-x","type":"text","content":"x"}""", token);
        using var garbage = await SendAsync(rig, "garbage", token);

        Assert.Equal(10001, await LoginRig.StatusOf(answer));
        Assert.Equal(10001, await LoginRig.StatusOf(garbage));
        Assert.DoesNotContain(rig.WeChat.Script.Calls, call => call.Path == Send);
    }

    [Fact]
    public async Task Nobody_may_send_for_an_app_that_has_no_token()
    {
        await using var rig = await LoginRig.StartAsync();

        foreach (var token in new[] { null, "", Token })
        {
            using var answer = await SendAsync(rig, """{"target":"o-x","type":"text","content":"x"}""", token);
            Assert.Equal(10001, await LoginRig.StatusOf(answer));
        }
    }

    [Theory]
    [InlineData("""{"type":"text","content":"x"}""")]
    [InlineData("""{"target":"o-x","content":"x"}""")]
    [InlineData("""{"target":"o-x","type":"text"}""")]
    [InlineData("""{"target":"o-x","type":"voice","content":"x"}""")]
    [InlineData("""{"target":"o-x","type":"link","content":"x"}""")]
    [InlineData("""{"target":"o-x","type":"miniprogrampage","content":{"title":"T"}}""")]
    [InlineData("""{"target":"o-x","type":"image","content":"http://169.254.169.254/latest/meta-data"}""")]
    [InlineData("""{"target":"o-x","type":"image","content":"https://elsewhere.example/p.png"}""")]
    [InlineData("""{"target":"o-x","type":"image","content":"{\"internal_url\":\"file:///etc/passwd\"}"}""")]
    [InlineData("""{"target":"o-x","type":"image","content":"http://localhost/p.png"}""")]
    [InlineData("""{"target":"o-x","type":"miniprogrampage","content":{"title":"T","pagepath":"p","thumb_url":"http://127.0.0.1/"}}""")]
    public async Task What_is_no_message_is_refused(string message)
    {
        await using var rig = await StartAsync();

        using var answer = await SendAsync(rig, message);

        Assert.Equal(3, await LoginRig.StatusOf(answer));
        Assert.DoesNotContain(rig.WeChat.Script.Calls, call => call.Path == Send);
    }

    [Fact]
    public async Task An_error_of_WeChats_is_told_with_its_code()
    {
        await using var rig = await StartAsync();
        rig.WeChat.Script.When(Send, """{"errcode":40003,"errmsg":"invalid openid"}""");

        using var answer = await SendAsync(rig, """{"target":"o-x","type":"text","content":"planted"}""");
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(10002, json.RootElement.GetProperty("status").GetInt32());
        Assert.Equal(40003, json.RootElement.GetProperty("errcode").GetInt32());
        Assert.DoesNotContain("planted", rig.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, rig.Logs.Text, StringComparison.Ordinal);
    }

    // The picture's host is on the list, and is this machine: the address decides.
    private static Task<LoginRig> StartAsync() => LoginRig.StartAsync(
        ("Services:mini:Login:ReplyToken", Token),
        ("Services:mini:Login:ReplyMediaHosts:0", "localhost"),
        ("Services:mini:Login:ReplyMediaHosts:1", "127.0.0.1"),
        ("Services:other:Login:ReplyToken", OtherToken));

    private static Task<HttpResponseMessage> SendAsync(LoginRig rig, string message, string? token = Token)
        => rig.SendAsync(
            HttpMethod.Post, "/message_reply", body: new StringContent(message), headers: token is null ? [] : [("Authorization", token)]);
}

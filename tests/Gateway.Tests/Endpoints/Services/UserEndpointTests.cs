using WxYarpGateway.Gateway.Tests.ApiProxy;

namespace WxYarpGateway.Gateway.Tests.Endpoints.Services;

public sealed class UserEndpointTests : IAsyncLifetime
{
    private const string Path = "/cgi-bin/user/info";

    private EndpointRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await EndpointRig.StartAsync(("Services:shop:UserInfo:Language", "en"));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task What_WeChat_tells_of_a_user_is_passed_on_as_it_is()
    {
        const string User = """{ "subscribe":1,"openid":"oUser","nickname":"小\u660e\/😀","subscribe_time":12345678901234567890,"tagid_list":[1, 2],"errcode":0 }""";
        _rig.WeChat.When(Path, User);

        Assert.Equal($$"""{"code":200,"msg":"OK","userInfo":{{User}}}""", await _rig.TextAsync("/user?s=shop&o=oUser"));
        var call = Assert.Single(_rig.CallsOf(Path));
        Assert.Equal(("oUser", "en", "TOKEN-1"), (call.Query("openid"), call.Query("lang"), call.Query("access_token")));
    }

    // Each character is one byte.
    [Theory]
    [InlineData("{\"openid\":\"oUser\",\"nickname\":\"a\u001db\",\"remark\":\"\n\"}",
        "{\"openid\":\"oUser\",\"nickname\":\"a\\u001db\",\"remark\":\"\\n\"}")]
    [InlineData("\xef\xbb\xbf{\"openid\":\"oUser\",\"city\":\"a\xe4\xbd\",\"nickname\":\"\\ud83d\"}",
        "{\"openid\":\"oUser\",\"city\":\"a\uFFFD\",\"nickname\":\"\\ufffd\"}")]
    public async Task What_is_not_strict_in_it_is_repaired(string latin1, string user)
    {
        _rig.WeChat.When(Path, (_, _)
            => Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent(System.Text.Encoding.Latin1.GetBytes(latin1)) }));

        Assert.Equal($$"""{"code":200,"msg":"OK","userInfo":{{user}}}""", await _rig.TextAsync("/user?s=shop&o=oUser"));
    }

    [Fact]
    public async Task A_refused_token_is_replaced_and_the_caller_notices_nothing()
    {
        _rig.WeChat.WhenInTurn(Path, """{"errcode":40001,"errmsg":"invalid credential"}""", """{"openid":"oUser"}""");

        var (status, json) = await _rig.GetAsync("/user", ("s", "shop"), ("o", "oUser"));

        Assert.Equal((200, "oUser"), (status, json.GetProperty("userInfo").GetProperty("openid").GetString()));
        Assert.Equal(["TOKEN-1", "TOKEN-2"], _rig.CallsOf(Path).Select(call => call.Query("access_token")));
    }

    [Fact]
    public async Task The_user_is_named_in_no_error_and_in_no_log()
    {
        _rig.WeChat.When(Path, """{"errcode":40003,"errmsg":"invalid openid oSomebody-0123456789 of TOKEN-1"}""");

        var (status, json) = await _rig.GetAsync("/user", ("s", "shop"), ("o", "oSomebody-0123456789"));

        Assert.Equal((502, 40003, "WeChat answered errcode 40003 ('invalid openid *** of ***')."),
            (status, json.ErrorCode(), json.GetProperty("msg").GetString()));
        Assert.Contains(_rig.Logs.Lines, line => line.StartsWith(
            "Warning Failed The endpoint '/user' failed for service 'shop': 'WeChat answered errcode 40003", StringComparison.Ordinal));
        Assert.DoesNotContain(_rig.Logs.Lines, line => line.Contains("oSomebody-0123456789", StringComparison.Ordinal)
            && !line.Contains(" Request ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("o User")]
    [InlineData("oUser\r\nX: y")]
    public async Task Without_a_proper_openid_WeChat_is_not_asked(string openId)
    {
        var (status, json) = await _rig.GetAsync("/user", ("s", "shop"), ("o", openId));

        Assert.Equal(400, status);
        Assert.StartsWith("o(penid) parameter ", json.GetProperty("msg").GetString(), StringComparison.Ordinal);
        Assert.Empty(_rig.WeChat.Calls);
    }
}

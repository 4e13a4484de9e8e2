using System.Net;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Testing.WeChat;

namespace WxYarpGateway.Gateway.Tests.Endpoints.Services;

public sealed class TemplateMessageEndpointTests : IAsyncLifetime
{
    private const string Path = "/cgi-bin/message/template/send";

    private EndpointRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await EndpointRig.StartAsync(("WeChat:Timeout", "00:00:01"));
        _rig.WeChat.When(Path, """{"errcode":0,"errmsg":"ok","msgid":9007199254740993}""");
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task The_id_of_the_message_is_told_exactly()
    {
        Assert.Equal("""{"code":200,"msg":"OK","msgid":"9007199254740993"}""", await _rig.TextAsync("/tmpl-msg", """{"s":"shop","to":"oUser","tid":"T","data":{"k1":"v1"}}"""));
        Assert.Equal("""{"touser":"oUser","template_id":"T","data":{"k1":{"value":"v1"}}}""", Assert.Single(_rig.CallsOf(Path)).Body);
    }

    [Theory]
    [InlineData("""{"k":12345678901}""", """{"k":{"value":"12345678901"}}""")]
    [InlineData("""{"k":12345678901234567890,"l":1.50,"m":-0,"n":1e400}""", """{"k":{"value":"12345678901234567890"},"l":{"value":"1.50"},"m":{"value":"-0"},"n":{"value":"1e400"}}""")]
    [InlineData("""{"k":true,"l":null,"m":""}""", """{"k":{"value":"true"},"l":{"value":""},"m":{"value":""}}""")]
    [InlineData("""{"k":{"value":"v","color":"#173177"}}""", """{"k":{"value":"v","color":"#173177"}}""")]
    [InlineData("""{"k":{"color":"#173177","value":39.8}}""", """{"k":{"value":"39.8","color":"#173177"}}""")]
    [InlineData("""{"\u5173\u952e":"\u4f60\u597d\ud83d\ude00 <&>'\u0001","q\"":"a\"\\\/\n"}""", """{"关键":{"value":"你好😀 <&>'"},"q\"":{"value":"a\"\\/\n"}}""")]
    [InlineData("{}", "{}")]
    public async Task Values_go_out_exactly_and_without_escapes(string data, string sent)
    {
        await _rig.PostAsync("/tmpl-msg", """{"s":"shop","to":"oUser","tid":"T","data":""" + data + "}");

        var body = Assert.Single(_rig.CallsOf(Path)).Body;
        Assert.Equal("""{"touser":"oUser","template_id":"T","data":""" + sent + "}", body);
        Assert.DoesNotContain("\\u", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"url\":\"https://a.example/?x=1&y=2\"", "\"url\":\"https://a.example/?x=1&y=2\",")]
    [InlineData("\"url\":\"\"", "")]
    [InlineData("\"mp\":{\"appid\":\"wx1\",\"pagepath\":\"p/q?r=1\"}", "\"miniprogram\":{\"appid\":\"wx1\",\"pagepath\":\"p/q?r=1\"},")]
    [InlineData("\"mp\":{\"appid\":\"wx1\"}", "")]
    [InlineData("\"mp\":{\"appid\":\"wx1\",\"pagepath\":\"\"}", "")]
    [InlineData("\"mp\":null", "")]
    [InlineData("\"client_msg_id\":\"MSG_1\"", "\"client_msg_id\":\"MSG_1\",")]
    public async Task What_is_optional_is_sent_when_it_is_there(string extra, string sent)
    {
        Assert.Equal(200, (await _rig.PostAsync("/tmpl-msg", """{"s":"shop","to":"oUser","tid":"T",""" + extra + ",\"data\":{}}")).Status);

        Assert.Equal("""{"touser":"oUser","template_id":"T",""" + sent + "\"data\":{}}", Assert.Single(_rig.CallsOf(Path)).Body);
    }

    [Fact]
    public async Task A_form_carries_its_maps_as_JSON()
    {
        var form = EndpointRig.Encode(("s", "shop"), ("to", "oUser"), ("tid", "T"), ("data", """{"k":{"value":"你+好"}}"""), ("mp", """{"appid":"a","pagepath":"b"}"""));

        Assert.Equal(200, (await _rig.PostAsync("/tmpl-msg", form, "application/x-www-form-urlencoded")).Status);
        Assert.Equal("""{"touser":"oUser","template_id":"T","miniprogram":{"appid":"a","pagepath":"b"},"data":{"k":{"value":"你+好"}}}""", Assert.Single(_rig.CallsOf(Path)).Body);
    }

    [Theory]
    [InlineData("{}", "s(ervice) parameter expected")]
    [InlineData("""{"s":"shop"}""", "to(user id) parameter expected")]
    [InlineData("""{"s":"shop","to":"oUser"}""", "tid(template id) parameter expected")]
    [InlineData("""{"s":"shop","to":"oUser","tid":"T"}""", "data parameter as a map expected")]
    [InlineData("""{"s":"shop","to":"oUser","tid":"T","data":null}""", "data parameter as a map expected")]
    [InlineData("""{"s":"shop","to":"oUser","tid":"T","data":[]}""", "data parameter as a map expected")]
    [InlineData("""{"s":"shop","to":"oUser","tid":"T","data":"{}"}""", "data parameter as a map expected")]
    [InlineData("""{"s":"shop","to":"oUser","tid":"T","data":{"k":[1]}}""", "data parameter: each entry must be a text, a number, or an object with value and, if need be, color")]
    [InlineData("""{"s":"shop","to":"oUser","tid":"T","data":{"k":{}}}""", "data parameter: each entry must be a text, a number, or an object with value and, if need be, color")]
    [InlineData("""{"s":"shop","to":"oUser","tid":"T","data":{"k":{"value":{}}}}""", "data parameter: each entry must be a text, a number, or an object with value and, if need be, color")]
    [InlineData("""{"s":"shop","to":"oUser","tid":"T","data":{"k":{"value":"v","colour":"#1"}}}""", "data parameter: each entry must be a text, a number, or an object with value and, if need be, color")]
    [InlineData("""{"s":"shop","to":"oUser","tid":"T","data":{"k":{"value":"v","value":"w"}}}""", "data parameter: each entry must be a text, a number, or an object with value and, if need be, color")]
    [InlineData("""{"s":"shop","to":"oUser","tid":"T","data":{"k":1,"k":2}}""", "data parameter holds a key twice")]
    [InlineData("""{"s":"shop","to":"oUser","tid":"T","data":{},"mp":"x"}""", "mp(mini program) parameter as a map expected")]
    [InlineData("""{"s":"shop","to":"oUser","tid":"T","data":{},"mp":{"appid":{}}}""", "mp(mini program) parameter must hold appid and pagepath as texts")]
    [InlineData("""{"s":"shop","to":"oUser","tid":"T","data":{},"url":"a\nb"}""", "url parameter must not hold control characters, nor bytes that are not UTF-8")]
    [InlineData("""{"s":"shop","to":"o User","tid":"T","data":{}}""", "to(user id) parameter must not hold spaces")]
    [InlineData("""{"s":"shop","to":["oUser"],"tid":"T","data":{}}""", "to(user id) parameter must be a text or a number")]
    [InlineData("""{"s":"shop","to":"a","to":"b","tid":"T","data":{}}""", "to(user id) parameter is given more than once")]
    [InlineData("[]", "The body must be one JSON object, in UTF-8.")]
    [InlineData("""{"s":"shop" """, "The body must be one JSON object, in UTF-8.")]
    [InlineData("""{"s":"shop"}{}""", "The body must be one JSON object, in UTF-8.")]
    [InlineData("""{"s":"shop","data":{"k":"\ud800"}}""", "The body must be one JSON object, in UTF-8.")]
    [InlineData("null", "The body must be one JSON object, in UTF-8.")]
    public async Task What_is_wrong_is_named_as_go_wx_gateway_names_it(string body, string message)
    {
        var (status, json) = await _rig.PostAsync("/tmpl-msg", body);

        Assert.Equal((400, message), (status, json.GetProperty("msg").GetString()));
        Assert.Empty(_rig.WeChat.Calls);
    }

    [Fact]
    public async Task A_message_that_may_have_been_sent_is_not_sent_again()
    {
        _rig.WeChat.WhenHangs(Path);
        Assert.Equal(504, (await SendAsync()).Status);

        _rig.WeChat.When(Path, (_, _) => Task.FromResult(ScriptedWeChat.Json("", HttpStatusCode.BadGateway)));
        Assert.Equal(502, (await SendAsync()).Status);

        Assert.Equal(2, _rig.CallsOf(Path).Length);
    }

    [Fact]
    public async Task A_message_that_was_refused_for_its_token_is()
    {
        _rig.WeChat.WhenInTurn(Path, """{"errcode":42001,"errmsg":"access_token expired"}""", """{"errcode":0,"msgid":1}""");

        Assert.Equal(200, (await SendAsync()).Status);
        Assert.Equal(["TOKEN-1", "TOKEN-2"], _rig.CallsOf(Path).Select(call => call.Query("access_token")));
    }

    [Theory]
    [InlineData("""{"errcode":0}""", "null")]
    [InlineData("""{"errcode":0,"msgid":"12345678901234567890"}""", "\"12345678901234567890\"")]
    [InlineData("""{"errcode":0,"msgid":1234567890123456789}""", "\"1234567890123456789\"")]
    [InlineData("""{"errcode":0,"msgid":1}""", "\"1\"")]
    public async Task A_message_is_sent_even_if_WeChat_tells_no_number(string answer, string id)
    {
        _rig.WeChat.When(Path, answer);

        Assert.Equal($$"""{"code":200,"msg":"OK","msgid":{{id}}}""", await _rig.TextAsync("/tmpl-msg", """{"s":"shop","to":"oUser","tid":"T","data":{}}"""));
    }

    [Fact]
    public async Task The_user_and_the_texts_are_in_no_log()
    {
        _rig.WeChat.When(Path, """{"errcode":43004,"errmsg":"require subscribe oSomebody-0123456789"}""");

        var (status, json) = await _rig.PostAsync("/tmpl-msg", """{"s":"shop","to":"oSomebody-0123456789","tid":"T","data":{"k":"a planted text"}}""");

        Assert.Equal((502, 43004), (status, json.ErrorCode()));
        Assert.DoesNotContain("oSomebody-0123456789", json.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("oSomebody-0123456789", _rig.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("a planted text", _rig.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("TOKEN-1", _rig.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(EndpointRig.Secret, _rig.Logs.Text, StringComparison.Ordinal);
    }

    private Task<(int Status, System.Text.Json.JsonElement Json)> SendAsync() => _rig.PostAsync("/tmpl-msg", """{"s":"shop","to":"oUser","tid":"T","data":{}}""");
}

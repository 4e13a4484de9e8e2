using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Conformance;

/// <summary>Mini programs choose between XML and JSON; their backends do not notice.</summary>
public sealed class MiniProgramTests : IAsyncLifetime
{
    private const string JsonText = """{"ToUserName":"gh_1","FromUserName":"oUser1","CreateTime":1482048670,"MsgType":"text","Content":"hi 😀","MsgId":22277834746191186}""";
    private const string XmlText = "<xml><ToUserName>gh_1</ToUserName><FromUserName>oUser1</FromUserName><CreateTime>1482048670</CreateTime><MsgType>text</MsgType><Content>hi 😀</Content><MsgId>22277834746191186</MsgId></xml>";

    private TestRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await TestRig.StartAsync(
        TestContext.Current.CancellationToken,
        ($"Services:{TestRig.Json}:Kind", "MiniProgram"),
        ($"Services:{TestRig.Safe}:Kind", "MiniProgram"),
        ($"Services:{TestRig.Plain}:Kind", "MiniProgram"));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(TestRig.Json, JsonText, "application/json")]
    [InlineData(TestRig.Safe, XmlText, "application/xml; charset=utf-8")]
    [InlineData(TestRig.Plain, XmlText, "application/xml; charset=utf-8")]
    [InlineData(TestRig.Plain, JsonText, "application/json")]
    public async Task A_message_is_answered_in_the_format_in_which_it_came(string appId, string push, string contentType)
    {
        _rig.Backend.Answers("""{"type":"transfer_customer_service"}""");
        _rig.Accounts[appId].Format = contentType == "application/json" ? DataFormat.Json : DataFormat.Xml;

        var result = await _rig.PushAsync(appId, PushedMessage.Raw(push));

        Assert.True(result.IsAnswered, result.Last.Problem);
        Assert.Equal(contentType, result.Last.Headers["Content-Type"]);
        Assert.Equal(appId != TestRig.Plain, result.Reply?.IsSealed);
        Assert.Equal("transfer_customer_service", result.Reply?["MsgType"]);
        Assert.Equal("oUser1", result.Reply?["ToUserName"]);
        var call = _rig.Backend.OnlyCall;
        Assert.Equal("/msg/text", call.Path);
        Assert.Equal("hi 😀", call.Json.GetProperty("Content").GetString());
        Assert.Equal("22277834746191186", call.Json.GetProperty("MsgId").GetString());
        Assert.Equal(1_482_048_670, call.Json.GetProperty("CreateTime").GetInt32());
        Assert.False(call.Json.TryGetProperty("userInfo", out _));
        Assert.False(call.Json.TryGetProperty("userInfoError", out _));
        Assert.Equal(0, _rig.WeChat.Calls.Count(ApiPath.UserInfo));
    }
}

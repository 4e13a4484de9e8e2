using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tests.Gateways;
using WxYarpGateway.Simulator.Users;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Simulator.Tests.Templates;

public sealed class TemplateEndpointsTests : SimulatorFixture
{
    private const string Order =
        """{"touser":"o1","template_id":"t1","url":"https://a/","data":{"first":{"value":"你好😀","color":"#173177"},"n":{"value":""}}}""";

    [Fact]
    public async Task A_message_is_recorded_as_it_came_and_has_an_id_that_no_double_holds()
    {
        using var response = await SendAsync(HttpMethod.Post, $"{ApiPath.TemplateSend}?access_token={await StableTokenAsync()}", Order);
        var answer = await response.Content.ReadAsStringAsync(Cancellation);
        var sent = Assert.Single(Simulator.SentTemplates.All);

        Assert.Equal($$"""{"errcode":0,"errmsg":"ok","msgid":{{sent.MsgId}}}""", answer);
        Assert.True(sent.MsgId > 1L << 53);
        Assert.Equal((Account.AppId, "o1", "t1", "你好😀", Order), (sent.AppId, sent.ToUser, sent.TemplateId, sent.Value("first"), sent.Raw));
        Assert.Null(sent.Value("other"));
    }

    [Theory]
    [InlineData("""{"template_id":"t1","data":{}}""", 40003)]
    [InlineData("""{"touser":"no openid","template_id":"t1","data":{}}""", 40003)]
    [InlineData("""{"touser":"o1","data":{}}""", 40037)]
    [InlineData("""{"touser":"o1","template_id":"t1"}""", 47003)]
    [InlineData("""{"touser":"o1","template_id":"t1","data":[]}""", 47003)]
    [InlineData("""{"touser":"o1","template_id":"t1","data":{"first":"x"}}""", 47003)]
    [InlineData("""{"touser":"o1","template_id":"t1","data":{"first":{"value":5}}}""", 47003)]
    [InlineData("""{"touser":"o1","template_id":"t1","data":{"first":{"value":"\u4f60"}}}""", 40033)]
    [InlineData("", 44002)]
    [InlineData("x", 47001)]
    public async Task An_invalid_message_gets_its_errcode_and_is_not_recorded(string body, int expected)
    {
        Assert.Equal(expected, (int)(await SendAsync(body))["errcode"]!);
        Assert.Empty(Simulator.SentTemplates.All);
    }

    [Fact]
    public async Task A_wrong_keyword_is_named() =>
        Assert.StartsWith(
            "argument invalid! data.thing1.value invalid rid: ",
            (string)(await SendAsync("""{"touser":"o1","template_id":"t1","data":{"first":{"value":"x"},"thing1":{}}}"""))["errmsg"]!,
            StringComparison.Ordinal);

    [Fact]
    public async Task Users_and_templates_that_are_known_to_be_wrong_are_refused()
    {
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "o1", IsSubscribed = false });
        Assert.Equal(43004, (int)(await SendAsync(Order))["errcode"]!);

        Simulator.AddUser("wxother", new SimulatedUser { OpenId = "o2" });
        Assert.Equal(40003, (int)(await SendAsync(Order.Replace("o1", "o2", StringComparison.Ordinal)))["errcode"]!);

        Account.TemplateIds = ["t2"];
        Assert.Equal(40037, (int)(await SendAsync(Order.Replace("o1", "o3", StringComparison.Ordinal)))["errcode"]!);
    }

    [Fact]
    public async Task The_result_of_a_message_is_pushed_when_a_switch_names_one()
    {
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Answers("success"));
        Account.GatewayUrl = gateway.Url;
        await SendAsync(Order);
        Account.Switches.TemplateJobStatus = "failed:user block";
        var id = (long)(await SendAsync(Order))["msgid"]!;
        await Eventually.HoldsAsync(() => gateway.Received.Count > 0, "the result is pushed", Cancellation);

        var push = Assert.Single(gateway.Received).Body;
        Assert.Contains("<FromUserName><![CDATA[o1]]></FromUserName>", push, StringComparison.Ordinal);
        Assert.Contains(
            $"<Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event>\n<MsgID>{id}</MsgID>\n<Status><![CDATA[failed:user block]]></Status>",
            push,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_push_that_nobody_answers_does_not_keep_the_simulator_from_stopping()
    {
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Hangs);
        (Account.GatewayUrl, Account.Switches.TemplateJobStatus) = (gateway.Url, "success");
        await SendAsync(Order);
        await Eventually.HoldsAsync(() => gateway.Received.Count > 0, "the push hangs", Cancellation);

        await Simulator.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(4), Cancellation);
        Assert.Single(gateway.Received);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no key")]
    public async Task A_push_that_the_account_has_no_key_for_is_skipped(string? key)
    {
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Answers("success"));
        (Account.GatewayUrl, Account.Encryption, Account.EncodingAesKey) = (gateway.Url, EncryptionMode.Safe, key);
        Account.Switches.TemplateJobStatus = "success";
        Assert.Equal(0, (int)(await SendAsync(Order))["errcode"]!);

        await Simulator.DisposeAsync();
        Assert.Empty(gateway.Received);
    }

    [Fact]
    public async Task Without_a_url_to_push_to_the_message_is_sent_all_the_same()
    {
        Account.Switches.TemplateJobStatus = "success";

        Assert.Equal(0, (int)(await SendAsync(Order))["errcode"]!);
    }

    private async Task<JsonObject> SendAsync(string body) =>
        await CallAsync(HttpMethod.Post, $"{ApiPath.TemplateSend}?access_token={await StableTokenAsync()}", body);
}

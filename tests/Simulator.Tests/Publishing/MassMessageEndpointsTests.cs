using WxYarpGateway.Simulator.Tests.Gateways;
using WxYarpGateway.Simulator.Users;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Simulator.Tests.Publishing;

public sealed class MassMessageEndpointsTests : SimulatorFixture
{
    [Fact]
    public async Task A_message_to_all_reaches_the_followers_and_its_end_is_pushed()
    {
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Answers("success"));
        Account.GatewayUrl = gateway.Url;
        AddUsers();

        var answer = await SendAsync("sendall", """{"filter":{"is_to_all":true},"text":{"content":"大家好"},"msgtype":"text"}""");
        var id = (long)answer["msg_id"]!;

        Assert.Equal((0, "send job submission success"), ((int)answer["errcode"]!, (string)answer["errmsg"]!));
        var sent = Assert.Single(Simulator.SentMassMessages.Of(Account.AppId));
        Assert.Equal((id, "text"), (sent.MsgId, sent.MsgType));
        Assert.Equal(["oa", "ob"], sent.ToUsers);
        await Eventually.HoldsAsync(
            () => gateway.Received.Any(push => push.Body.Contains("MASSSENDJOBFINISH", StringComparison.Ordinal)),
            "the push arrived",
            Cancellation);
        Assert.Contains(
            $"<MsgID>{id}</MsgID>\n<Status><![CDATA[send success]]></Status>\n<TotalCount>2</TotalCount>\n"
            + "<FilterCount>2</FilterCount>\n<SentCount>2</SentCount>\n<ErrorCount>0</ErrorCount>",
            gateway.Received[0].Body,
            StringComparison.Ordinal);
        Assert.Equal("SEND_SUCCESS", (string)(await SendAsync("get", $$"""{"msg_id":"{{id}}"}"""))["msg_status"]!);
        Assert.Equal(0, (int)(await SendAsync("delete", $$"""{"msg_id":{{id}}}"""))["errcode"]!);
        Assert.Equal("DELETE", (string)(await SendAsync("get", $$"""{"msg_id":{{id}}}"""))["msg_status"]!);
    }

    [Fact]
    public async Task A_tag_and_a_list_name_the_receivers()
    {
        AddUsers();

        await SendAsync("sendall", """{"filter":{"is_to_all":false,"tag_id":2},"image":{"media_id":"M"},"msgtype":"image"}""");
        await SendAsync("send", """{"touser":["oa","oUnknown","oc"],"wxcard":{"card_id":"C"},"msgtype":"wxcard"}""");

        Assert.Equal([["ob"], ["oa", "oUnknown"]], Simulator.SentMassMessages.Of(Account.AppId).Select(message => message.ToUsers));
    }

    [Theory]
    [InlineData("sendall", """{"msgtype":"text","text":{"content":"c"}}""", 40097)]
    [InlineData("sendall", """{"filter":{"is_to_all":false},"msgtype":"text","text":{"content":"c"}}""", 45159)]
    [InlineData("sendall", """{"filter":{"is_to_all":true},"msgtype":"poem"}""", 40008)]
    [InlineData("sendall", """{"filter":{"is_to_all":true},"msgtype":"text"}""", 44004)]
    [InlineData("sendall", """{"filter":{"is_to_all":true},"msgtype":"voice","voice":{}}""", 40007)]
    [InlineData("sendall", """{"filter":{"is_to_all":true},"msgtype":"mpnews","mpnews":{"media_id":"D"}}""", 40007)]
    [InlineData("send", """{"msgtype":"text","text":{"content":"c"}}""", 40031)]
    [InlineData("send", """{"touser":["oa"],"msgtype":"text","text":{"content":"c"}}""", 40130)]
    [InlineData("preview", """{"msgtype":"text","text":{"content":"c"}}""", 40003)]
    [InlineData("get", """{"msg_id":1}""", 40097)]
    [InlineData("delete", """{}""", 40097)]
    public async Task Wrong_input_gets_its_errcode_and_is_not_recorded(string call, string body, int expected)
    {
        Assert.Equal(expected, (int)(await SendAsync(call, body))["errcode"]!);
        Assert.Empty(Simulator.SentMassMessages.Of(Account.AppId));
    }

    [Fact]
    public async Task A_preview_is_not_recorded_and_the_same_message_is_sent_once()
    {
        const string body = """{"filter":{"is_to_all":true},"text":{"content":"c"},"msgtype":"text","clientmsgid":"m1"}""";
        Assert.Equal(
            "preview success",
            (string)(await SendAsync("preview", """{"towxname":"ada","text":{"content":"c"},"msgtype":"text"}"""))["errmsg"]!);
        var id = (long)(await SendAsync("sendall", body))["msg_id"]!;

        var again = await SendAsync("sendall", body);

        Assert.Equal((45065, id), ((int)again["errcode"]!, (long)again["msg_id"]!));
        Assert.Single(Simulator.SentMassMessages.Of(Account.AppId));
    }

    private void AddUsers()
    {
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "oa" });
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "ob", TagIds = [2] });
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "oc", IsSubscribed = false, TagIds = [2] });
    }

    private Task<System.Text.Json.Nodes.JsonObject> SendAsync(string call, string body) => ApiAsync($"/cgi-bin/message/mass/{call}", body);
}

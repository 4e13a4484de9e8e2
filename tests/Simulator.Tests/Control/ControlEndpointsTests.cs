using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tests.Gateways;

namespace WxYarpGateway.Simulator.Tests.Control;

public sealed class ControlEndpointsTests : SimulatorFixture
{
    [Fact]
    public async Task A_script_can_push_and_sees_the_opened_reply()
    {
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Answers("success"));
        var answer = await CallAsync(HttpMethod.Post, "/simulator/push", $$"""{"appId":"{{Account.AppId}}","url":"{{gateway.Url}}","from":"o1","event":"CLICK","eventKey":"k"}""");

        Assert.Contains("<EventKey><![CDATA[k]]></EventKey>", Assert.Single(gateway.Received).Body, StringComparison.Ordinal);
        Assert.True((bool)answer["isAnswered"]!);
        Assert.Equal("success", (string)answer["reply"]!["text"]!);
    }

    [Theory]
    [InlineData("""{"appId":"wxother","text":"hi"}""", "wxother")]
    [InlineData("""{"appId":"wx1234567890abcdef"}""", "Say what to push")]
    [InlineData("""{"appId":"wx1234567890abcdef","text":"hi"}""", "GatewayUrl")]
    [InlineData("""{"text":"hi"}""", "appId")]
    [InlineData("null", "JSON object")]
    [InlineData("no json", "")]
    public async Task A_faulty_order_is_answered_with_what_is_wrong(string body, string reason)
    {
        using var response = await SendAsync(HttpMethod.Post, "/simulator/push", body);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(reason, (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_can_revoke_and_read_calls_and_messages()
    {
        var token = await StableTokenAsync();
        await CallAsync(HttpMethod.Post, $"{ApiPath.CustomSend}?access_token={token}", """{"touser":"o1","msgtype":"text","text":{"content":"x"}}""");
        using var revoked = await SendAsync(HttpMethod.Post, "/simulator/revoke", $$"""{"appId":"{{Account.AppId}}"}""");
        using var messages = await SendAsync(HttpMethod.Get, "/simulator/messages");
        using var calls = await SendAsync(HttpMethod.Get, "/simulator/calls");

        Assert.Equal(204, (int)revoked.StatusCode);
        Assert.False(Simulator.IsTokenValid(token));
        Assert.Equal("o1", (string)JsonNode.Parse(await messages.Content.ReadAsStringAsync(Cancellation))![0]!["toUser"]!);
        Assert.Equal(2, JsonNode.Parse(await calls.Content.ReadAsStringAsync(Cancellation))!.AsArray().Count);
    }

    [Fact]
    public async Task Another_path_says_what_there_is()
    {
        using var response = await SendAsync(HttpMethod.Get, "/simulator/push");

        Assert.Equal(404, (int)response.StatusCode);
    }

    [Fact]
    public async Task Without_being_asked_for_there_is_no_control_api()
    {
        await using var simulator = await WeChatSimulator.StartAsync(new SimulatorOptions(), Cancellation);
        using var http = new HttpClient();

        Assert.Contains("40066", await http.GetStringAsync(new Uri(simulator.Address, "/simulator/calls"), Cancellation), StringComparison.Ordinal);
    }
}

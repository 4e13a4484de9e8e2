using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tests.Gateways;

namespace WxYarpGateway.Simulator.Tests;

public sealed class ControlEndpointsTests : SimulatorFixture
{
    [Fact]
    public async Task A_script_can_push_and_sees_the_opened_reply()
    {
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Answers("success"));
        var answer = await CallAsync(
            HttpMethod.Post,
            "/simulator/push",
            $$"""{"appId":"{{Account.AppId}}","url":"{{gateway.Url}}","from":"o1","event":"CLICK","eventKey":"k"}""");

        Assert.Contains("<EventKey><![CDATA[k]]></EventKey>", Assert.Single(gateway.Received).Body, StringComparison.Ordinal);
        Assert.True((bool)answer["isAnswered"]!);
        Assert.Equal("success", (string)answer["reply"]!["text"]!);
    }

    [Theory]
    [InlineData("""{"appId":"wxother","text":"hi"}""", "wxother")]
    [InlineData("""{"appId":"wx1234567890abcdef"}""", "Name what to push")]
    [InlineData("""{"appId":"wx1234567890abcdef","text":"hi"}""", "GatewayUrl")]
    [InlineData("""{"text":"hi"}""", "appId")]
    [InlineData("""{"appId":"wx1234567890abcdef","text":"hi","deliveries":0}""", "'deliveries'")]
    [InlineData("""{"appId":"wx1234567890abcdef","text":"hi","timeout":-1}""", "'timeout'")]
    [InlineData("null", "JSON object")]
    [InlineData("no json", "")]
    public async Task An_invalid_order_is_answered_with_what_is_wrong(string body, string reason)
    {
        using var response = await SendAsync(HttpMethod.Post, "/simulator/push", body);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(
            reason,
            (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!["error"]!,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_can_revoke_and_read_calls_and_messages()
    {
        var token = await StableTokenAsync();
        await CallAsync(
            HttpMethod.Post,
            $"{ApiPath.CustomSend}?access_token={token}",
            """{"touser":"o1","msgtype":"text","text":{"content":"x"}}""");
        using var revoked = await SendAsync(HttpMethod.Post, "/simulator/revoke", $$"""{"appId":"{{Account.AppId}}"}""");
        using var messages = await SendAsync(HttpMethod.Get, "/simulator/messages");
        using var calls = await SendAsync(HttpMethod.Get, "/simulator/calls");

        Assert.Equal(204, (int)revoked.StatusCode);
        Assert.False(Simulator.IsTokenValid(token));
        Assert.Equal("o1", (string)JsonNode.Parse(await messages.Content.ReadAsStringAsync(Cancellation))![0]!["toUser"]!);
        Assert.Equal(2, JsonNode.Parse(await calls.Content.ReadAsStringAsync(Cancellation))!.AsArray().Count);
    }

    [Fact]
    public async Task A_push_goes_to_the_replicas_in_turn_with_the_given_number_and_timeout()
    {
        await using var first = await ScriptedGateway.StartAsync(ScriptedGateway.Hangs);
        await using var second = await ScriptedGateway.StartAsync(ScriptedGateway.Hangs);
        var answer = await CallAsync(
            HttpMethod.Post,
            "/simulator/push",
            $$"""{"appId":"{{Account.AppId}}","urls":["{{first.Url}}","{{second.Url}}"],"text":"hi","deliveries":3,"timeout":0.1}""");

        Assert.Equal((2, 1), (first.Received.Count, second.Received.Count));
        Assert.Equal(
            ["timedOut", "timedOut", "timedOut"],
            answer["deliveries"]!.AsArray().Select(delivery => (string)delivery!["outcome"]!));
        Assert.NotNull(answer["errorShown"]);
    }

    [Fact]
    public async Task A_script_can_set_switches_and_read_the_chats()
    {
        var (lifetime, body) = (Account.Switches.TokenLifetime, """{"touser":"o1","command":"Typing"}""");
        var url = $"{ApiPath.CustomTyping}?access_token={await StableTokenAsync()}";
        await CallAsync(HttpMethod.Post, url, body);
        using var turned = await SendAsync(
            HttpMethod.Post,
            "/simulator/switches",
            $$$"""{"appId":"{{{Account.AppId}}}","switches":{"lacksCustomerServiceApi":true}}""");
        using var chats = await SendAsync(HttpMethod.Get, "/simulator/chats");
        using var wrong = await SendAsync(
            HttpMethod.Post,
            "/simulator/switches",
            $$$"""{"appId":"{{{Account.AppId}}}","switches":{"lacksAll":true}}""");

        Assert.Equal((204, 400), ((int)turned.StatusCode, (int)wrong.StatusCode));
        Assert.Equal(48001, (int)(await CallAsync(HttpMethod.Post, url, body))["errcode"]!);
        Assert.Equal(lifetime, Account.Switches.TokenLifetime);
        Assert.Equal("typing", (string)JsonNode.Parse(await chats.Content.ReadAsStringAsync(Cancellation))![0]!["kind"]!);
    }

    [Fact]
    public async Task Another_path_lists_the_endpoints()
    {
        using var response = await SendAsync(HttpMethod.Get, "/simulator/push");

        Assert.Equal(404, (int)response.StatusCode);
    }

    [Fact]
    public async Task Without_the_option_there_is_no_control_API()
    {
        await using var simulator = await WeChatSimulator.StartAsync(new SimulatorOptions(), Cancellation);
        using var http = new HttpClient();

        Assert.Contains(
            "40066",
            await http.GetStringAsync(new Uri(simulator.Address, "/simulator/calls"), Cancellation),
            StringComparison.Ordinal);
    }
}

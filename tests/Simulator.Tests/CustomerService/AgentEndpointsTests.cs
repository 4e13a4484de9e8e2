using WxYarpGateway.Simulator.Tests.Gateways;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Simulator.Tests.CustomerService;

public sealed class AgentEndpointsTests : SimulatorFixture
{
    private const string Add = "/customservice/kfaccount/add";
    private const string Ada = """{"kf_account":"ada@shop","nickname":"Ada"}""";

    [Fact]
    public async Task An_agent_is_added_listed_renamed_and_deleted()
    {
        Assert.Equal("""{"kf_list":[]}""", (await ApiAsync("/cgi-bin/customservice/getkflist")).ToJsonString());
        Assert.Equal(0, await ErrorOfAsync(Add, Ada));
        Assert.Equal(0, await ErrorOfAsync("/customservice/kfaccount/update", """{"kf_account":"ada@shop","nickname":"Ada L."}"""));

        var agent = (await ApiAsync("/cgi-bin/customservice/getkflist"))["kf_list"]![0]!;
        Assert.Equal(("ada@shop", "1001", "Ada L."), ((string)agent["kf_account"]!, (string)agent["kf_id"]!, (string)agent["kf_nick"]!));
        Assert.Equal(0, await ErrorOfAsync("/customservice/kfaccount/del?kf_account=ada@shop"));
        Assert.Equal(65401, await ErrorOfAsync("/customservice/kfaccount/del?kf_account=ada@shop"));
    }

    [Theory]
    [InlineData("add", """{"nickname":"Bob"}""", 65404)]
    [InlineData("add", """{"kf_account":"bob","nickname":"Bob"}""", 65404)]
    [InlineData("add", """{"kf_account":"bob@shop"}""", 65403)]
    [InlineData("add", """{"kf_account":"bob@shop","nickname":"a name of 17 char"}""", 65403)]
    [InlineData("add", Ada, 65406)]
    [InlineData("update", """{"kf_account":"bob@shop","nickname":"Bob"}""", 65401)]
    [InlineData("update", """{"kf_account":"ada@shop"}""", 65403)]
    public async Task Wrong_input_gets_its_errcode(string call, string body, int expected)
    {
        await ApiAsync(Add, Ada);

        Assert.Equal(expected, await ErrorOfAsync($"/customservice/kfaccount/{call}", body));
    }

    [Fact]
    public async Task A_session_begins_is_listed_and_ends_and_both_are_pushed()
    {
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Answers("success"));
        Account.GatewayUrl = gateway.Url;
        await ApiAsync(Add, Ada);
        const string session = """{"kf_account":"ada@shop","openid":"o1"}""";

        Assert.Equal(0, await ErrorOfAsync("/customservice/kfsession/create", session));
        await Eventually.HoldsAsync(
            () => gateway.Received.Any(push => push.Body.Contains("kf_create_session", StringComparison.Ordinal)),
            "the push arrived",
            Cancellation);
        Assert.Equal("ada@shop", (string)(await ApiAsync("/customservice/kfsession/getsession?openid=o1"))["kf_account"]!);
        Assert.Equal(
            "o1",
            (string)(await ApiAsync("/customservice/kfsession/getsessionlist?kf_account=ada@shop"))["sessionlist"]![0]!["openid"]!);
        Assert.Equal(1, (int)(await ApiAsync("/cgi-bin/customservice/getonlinekflist"))["kf_online_list"]![0]!["accepted_case"]!);

        Assert.Equal(0, await ErrorOfAsync("/customservice/kfsession/close", session));
        await Eventually.HoldsAsync(
            () => gateway.Received.Any(push => push.Body.Contains("kf_close_session", StringComparison.Ordinal)),
            "the push arrived",
            Cancellation);
        Assert.Equal("", (string)(await ApiAsync("/customservice/kfsession/getsession?openid=o1"))["kf_account"]!);
        Assert.Equal(0, (int)(await ApiAsync("/customservice/kfsession/getwaitcase"))["count"]!);
        Assert.Equal(65401, await ErrorOfAsync("/customservice/kfsession/create", """{"kf_account":"bob@shop","openid":"o1"}"""));
        Assert.Equal(40003, await ErrorOfAsync("/customservice/kfsession/create", """{"kf_account":"ada@shop"}"""));
    }

    [Fact]
    public async Task An_account_without_the_customer_service_API_has_no_agents()
    {
        Account.Switches.LacksCustomerServiceApi = true;

        Assert.Equal(48001, await ErrorOfAsync("/cgi-bin/customservice/getkflist"));
        Assert.Equal(48001, await ErrorOfAsync(Add, Ada));
    }
}

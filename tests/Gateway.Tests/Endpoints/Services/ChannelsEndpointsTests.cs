using WxYarpGateway.Gateway.Tests.ApiProxy;

namespace WxYarpGateway.Gateway.Tests.Endpoints.Services;

public sealed class ChannelsEndpointsTests : IAsyncLifetime
{
    private const string OrderPath = "/channels/ec/order/get";
    private const string RefundPath = "/channels/ec/aftersale/getaftersaleorder";

    // Numbers that no double holds, spaces, escapes: all of it comes through as it is.
    private const string Order = """{ "order_id":3704612354559743232,"price":12.50, "openid":"o","name":"\u5c0f\/😀","n":1E+2,"list":[ ],"nested":{"a":null} }""";

    private EndpointRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await EndpointRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("/channels-ec-order-detail", OrderPath, "order_id", "order", "order")]
    [InlineData("/channels-ec-refund-detail", RefundPath, "after_sale_order_id", "after_sale_order", "aftersaleOrder")]
    public async Task An_order_is_passed_on_byte_for_byte(string path, string weChats, string id, string weChatsName, string name)
    {
        _rig.WeChat.When(weChats, $$"""{"errcode":0,"errmsg":"ok","{{weChatsName}}": {{Order}} }""");

        Assert.Equal($$"""{"code":200,"msg":"OK","{{name}}":{{Order}}}""", await _rig.TextAsync(path + "?s=store&o=3704612354559743233"));
        Assert.Equal($$"""{"code":200,"msg":"OK","{{name}}":{{Order}}}""", await _rig.TextAsync(path, """{"s":"store","o":3704612354559743233}"""));
        Assert.All(_rig.CallsOf(weChats), call => Assert.Equal(("POST", $$"""{"{{id}}":"3704612354559743233"}"""), (call.Method.Method, call.Body)));
    }

    [Theory]
    [InlineData("/channels-ec-order-detail", "o(rder id)")]
    [InlineData("/channels-ec-refund-detail", "o(after-sale order id)")]
    public async Task What_is_wrong_is_named(string path, string label)
    {
        Assert.Equal($$"""{"code":400,"msg":"{{label}} parameter expected"}""", await _rig.TextAsync(path + "?s=store"));
        Assert.Equal($$"""{"code":400,"msg":"{{label}} parameter must not hold spaces"}""", await _rig.TextAsync(path + "?s=store&o=1%202"));
        Assert.Equal($$"""{"code":400,"msg":"{{label}} parameter must not hold control characters, nor bytes that are not UTF-8"}""", await _rig.TextAsync(path + "?s=store&o=1%0a"));
        Assert.Equal(
            """{"code":400,"msg":"s(ervice) must be a WeChat store; the service's Kind is not ChannelsShop"}""", await _rig.TextAsync(path + "?s=shop&o=1"));
        Assert.Empty(_rig.WeChat.Calls);
    }

    [Theory]
    [InlineData("/channels-ec-order-detail", OrderPath, "order")]
    [InlineData("/channels-ec-refund-detail", RefundPath, "after_sale_order")]
    public async Task An_answer_without_an_order_is_WeChats_error(string path, string weChats, string lacking)
    {
        foreach (var answer in new[] { """{"errcode":0}""", $$"""{"{{lacking}}":null}""" })
        {
            _rig.WeChat.When(weChats, answer);
            Assert.Equal($$"""{"code":502,"msg":"WeChat's answer holds no {{lacking}}."}""", await _rig.TextAsync(path + "?s=store&o=1"));
        }
    }

    [Fact]
    public async Task A_caller_that_WeChat_does_not_know_is_told_what_to_register()
    {
        _rig.WeChat.When(OrderPath, """{"errcode":45035,"errmsg":"access clientip is not registered, clientip: 203.0.113.7"}""");

        var (status, json) = await _rig.GetAsync("/channels-ec-order-detail", ("s", "store"), ("o", "1"));

        Assert.Equal((502, 45035), (status, json.ErrorCode()));
        Assert.Contains("Add the IP 203.0.113.7", json.GetProperty("msg").GetString(), StringComparison.Ordinal);
    }
}

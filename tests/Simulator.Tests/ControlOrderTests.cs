using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tests.Gateways;

namespace WxYarpGateway.Simulator.Tests;

public sealed class ControlOrderTests : SimulatorFixture
{
    [Fact]
    public async Task A_script_adds_a_user_signs_it_in_and_sees_its_codes()
    {
        await ObeyAsync("user", $$$"""{"appId":"{{{Account.AppId}}}","user":{"openId":"oAda","nickname":"Ada","isSnapshot":true}}""");
        await ObeyAsync("user", $$$"""{"appId":"{{{Account.AppId}}}","user":{"openId":"oBob"}}""");
        await ObeyAsync("sign-in", $$"""{"appId":"{{Account.AppId}}","openId":"oBob"}""");
        using var page = await SendAsync(
            HttpMethod.Get,
            $"{ApiPath.Authorize}?appid={Account.AppId}&redirect_uri=http%3A%2F%2Fa%2F&response_type=code&scope=snsapi_base&state=");
        var code =
            (string)(await CallAsync(HttpMethod.Post, "/simulator/code", $$"""{"appId":"{{Account.AppId}}","openId":"oAda"}"""))["code"]!;
        var answer = await CallAsync(
            HttpMethod.Get,
            $"{ApiPath.OAuthToken}?appid={Account.AppId}&secret=app-secret&code={code}&grant_type=authorization_code");
        var codes = await ReadAsync("codes");

        Assert.Equal(1, (int)answer["is_snapshotuser"]!);
        Assert.Equal(["oBob", "oAda"], codes.Select(use => (string)use!["openId"]!));
        Assert.Equal([0, 1], codes.Select(use => (int)use!["exchanges"]!));
    }

    [Fact]
    public async Task A_script_sets_orders_and_addresses_and_reads_templates()
    {
        await ObeyAsync(
            "order",
            $$$"""{"appId":"{{{Account.AppId}}}","order":{"order_id":3705115058471208928},"afterSaleOrder":{"after_sale_order_id":"7"}}""");
        await ObeyAsync("addresses", """{"callbackServers":["10.0.0.0/8"]}""");
        var token = await StableTokenAsync();
        await CallAsync(HttpMethod.Post, $"{ApiPath.TemplateSend}?access_token={token}", """{"touser":"o1","template_id":"t","data":{}}""");
        using var order = await SendAsync(
            HttpMethod.Post,
            $"{ApiPath.ShopOrder}?access_token={token}",
            """{"order_id":"3705115058471208928"}""");
        var afterSale = await ApiAsync(ApiPath.ShopAfterSaleOrder, """{"after_sale_order_id":7}""");

        Assert.Contains(
            "\"order\":{\"order_id\":3705115058471208928}",
            await order.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal);
        Assert.Equal("7", (string)afterSale["after_sale_order"]!["after_sale_order_id"]!);
        Assert.Equal(
            "10.0.0.0/8",
            (string)(await CallAsync(HttpMethod.Get, $"{ApiPath.CallbackAddresses}?access_token={token}"))["ip_list"]![0]!);
        Assert.Equal(2, (await CallAsync(HttpMethod.Get, $"{ApiPath.ApiAddresses}?access_token={token}"))["ip_list"]!.AsArray().Count);
        Assert.Equal("o1", (string)Assert.Single(await ReadAsync("templates"))!["toUser"]!);
    }

    [Fact]
    public async Task A_script_pushes_a_sample_with_fields_of_its_own()
    {
        Account.Format = DataFormat.Json;
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Answers("success"));
        await CallAsync(
            HttpMethod.Post,
            "/simulator/push",
            $$$"""
            {"appId":"{{{Account.AppId}}}","url":"{{{gateway.Url}}}","sample":"channels_ec_order_pay",
            "fields":{"order_info":{"order_id":9007199254740993}},"numbersAsText":true}
            """);

        Assert.EndsWith(
            "\"Event\":\"channels_ec_order_pay\",\"order_info\":{\"order_id\":\"9007199254740993\"}}",
            Assert.Single(gateway.Received).Body,
            StringComparison.Ordinal);
        Assert.Contains("channels_ec_order_pay", (await ReadAsync("events")).Select(name => (string)name!));
    }

    [Theory]
    [InlineData("order", """{"appId":"wx1234567890abcdef"}""", "afterSaleOrder")]
    [InlineData("order", """{"appId":"wx1234567890abcdef","order":{}}""", "order_id")]
    [InlineData("sign-in", """{"appId":"wx1234567890abcdef","openId":"oNobody"}""", "oNobody")]
    [InlineData("sign-in", """{"appId":"wxother","openId":"oNobody"}""", "wxother")]
    [InlineData("code", """{"appId":"wx1234567890abcdef","openId":"o1","scope":"all"}""", "snsapi_base")]
    [InlineData("user", """{"appId":"wx1234567890abcdef"}""", "user")]
    [InlineData("push", """{"appId":"wx1234567890abcdef","sample":"merry_christmas"}""", "merry_christmas")]
    public async Task An_invalid_order_is_answered_with_what_is_wrong(string order, string body, string reason)
    {
        using var response = await SendAsync(HttpMethod.Post, $"/simulator/{order}", body);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(
            reason,
            (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!["error"]!,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_path_lists_the_endpoints()
    {
        using var response = await SendAsync(HttpMethod.Get, "/simulator/");
        var error = (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!["error"]!;

        Assert.Equal(404, (int)response.StatusCode);
        Assert.All(["GET codes", "POST push", "POST sign-in"], order => Assert.Contains(order, error, StringComparison.Ordinal));
    }

    private async Task ObeyAsync(string order, string body)
    {
        using var response = await SendAsync(HttpMethod.Post, $"/simulator/{order}", body);
        Assert.Equal(204, (int)response.StatusCode);
    }

    private async Task<JsonArray> ReadAsync(string list)
    {
        using var response = await SendAsync(HttpMethod.Get, $"/simulator/{list}");
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!.AsArray();
    }
}

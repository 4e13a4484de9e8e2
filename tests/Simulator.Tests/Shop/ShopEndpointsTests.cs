using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tests.Shop;

public sealed class ShopEndpointsTests : SimulatorFixture
{
    private const string Order =
        """{"order_id":"3705115058471208928","status":20,"openid":"o1","order_detail":"""
        + """{"product_infos":[{"product_id":18446744073709551617,"title":"书 <1>"}],"price":1.10}}""";

    [Fact]
    public async Task An_order_comes_back_to_the_letter()
    {
        Simulator.Shop.AddOrder(Account.AppId, JsonNode.Parse(Order)!.AsObject());

        Assert.Equal(
            $$"""{"errcode":0,"errmsg":"ok","order":{{Order}}}""",
            await TextAsync(ApiPath.ShopOrder, """{"order_id":"3705115058471208928"}"""));
        Assert.Equal(
            $$"""{"errcode":0,"errmsg":"ok","order":{{Order}}}""",
            await TextAsync(ApiPath.ShopOrder, """{"order_id":3705115058471208928}"""));
    }

    [Fact]
    public async Task An_after_sale_order_comes_back_to_the_letter()
    {
        const string AfterSale =
            """{"after_sale_order_id":2000000524197236481,"status":"USER_WAIT_RETURN","order_id":3705115058471208928}""";
        Simulator.Shop.AddAfterSaleOrder(Account.AppId, JsonNode.Parse(AfterSale)!.AsObject());

        Assert.Equal(
            $$"""{"errcode":0,"errmsg":"ok","after_sale_order":{{AfterSale}}}""",
            await TextAsync(ApiPath.ShopAfterSaleOrder, """{"after_sale_order_id":"2000000524197236481"}"""));
    }

    [Theory]
    [InlineData(ApiPath.ShopOrder, """{"order_id":"3705115058471208929"}""", 100002)]
    [InlineData(ApiPath.ShopOrder, """{"order_id":3705115058471208900}""", 100002)]
    [InlineData(ApiPath.ShopAfterSaleOrder, """{"after_sale_order_id":"3705115058471208928"}""", 100002)]
    [InlineData(ApiPath.ShopOrder, """{"order_id":""}""", 40097)]
    [InlineData(ApiPath.ShopOrder, """{"order_id":true}""", 40097)]
    [InlineData(ApiPath.ShopAfterSaleOrder, """{"order_id":"3705115058471208928"}""", 40097)]
    [InlineData(ApiPath.ShopOrder, "", 44002)]
    public async Task An_invalid_call_gets_its_errcode(string path, string body, int expected)
    {
        Simulator.Shop.AddOrder(Account.AppId, JsonNode.Parse(Order)!.AsObject());

        Assert.Equal(expected, (int)JsonNode.Parse(await TextAsync(path, body))!["errcode"]!);
    }

    [Fact]
    public async Task An_order_belongs_to_its_shop()
    {
        Simulator.AddAccount(new SimulatedAccount { AppId = "wxother" });
        Simulator.Shop.AddOrder("wxother", JsonNode.Parse(Order)!.AsObject());

        Assert.Contains("100002", await TextAsync(ApiPath.ShopOrder, """{"order_id":"3705115058471208928"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_not_registered_has_an_errcode_of_its_own()
    {
        Account.Switches.DeniesShopCaller = true;
        var answer = JsonNode.Parse(await TextAsync(ApiPath.ShopOrder, """{"order_id":"1"}"""))!;

        Assert.Equal(45035, (int)answer["errcode"]!);
        Assert.StartsWith("access clientip is not registered rid: ", (string)answer["errmsg"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_affect_these_calls_too()
    {
        Simulator.Faults.Add(ApiPath.ShopOrder, Fault.Error(-1), times: 1);

        Assert.Contains("-1", await TextAsync(ApiPath.ShopOrder, """{"order_id":"1"}"""), StringComparison.Ordinal);
        Assert.Contains("100002", await TextAsync(ApiPath.ShopOrder, """{"order_id":"1"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_needs_its_id() => Assert.Throws<ArgumentException>(() => Simulator.Shop.AddOrder(Account.AppId, []));

    private async Task<string> TextAsync(string path, string body)
    {
        using var response = await SendAsync(HttpMethod.Post, $"{path}?access_token={await StableTokenAsync()}", body);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }
}

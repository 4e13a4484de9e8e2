using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tests.Tokens;

public sealed class TicketEndpointsTests : SimulatorFixture
{
    [Fact]
    public async Task All_who_ask_get_the_same_ticket_until_shortly_before_it_expires()
    {
        var first = await GetAsync("jsapi");
        Clock.Advance(TimeSpan.FromSeconds(6_800));
        var second = await GetAsync("jsapi");
        Clock.Advance(TimeSpan.FromSeconds(200));
        var third = await GetAsync("jsapi");

        Assert.Equal((0, 7200), ((int)first["errcode"]!, (int)first["expires_in"]!));
        Assert.Equal(((string)first["ticket"]!, 400), ((string)second["ticket"]!, (int)second["expires_in"]!));
        Assert.NotEqual((string)first["ticket"]!, (string)third["ticket"]!);
        Assert.Equal(7200, (int)third["expires_in"]!);
    }

    [Fact]
    public async Task Each_type_has_its_own() =>
        Assert.NotEqual((string)(await GetAsync("jsapi"))["ticket"]!, (string)(await GetAsync("wx_card"))["ticket"]!);

    [Theory]
    [InlineData("card", 40097)]
    [InlineData("", 40097)]
    public async Task Other_types_are_invalid(string type, int errcode) => Assert.Equal(errcode, (int)(await GetAsync(type))["errcode"]!);

    [Fact]
    public async Task An_account_without_the_permission_is_told_so()
    {
        Account.Switches.LacksTicketApi = true;

        Assert.Equal(48001, (int)(await GetAsync("jsapi"))["errcode"]!);
    }

    [Fact]
    public async Task A_revoked_token_opens_nothing()
    {
        var token = await StableTokenAsync();
        Simulator.RevokeToken(Account.AppId);

        Assert.Equal(40001, (int)(await CallAsync(HttpMethod.Get, $"{ApiPath.Ticket}?access_token={token}&type=jsapi"))["errcode"]!);
    }

    private async Task<System.Text.Json.Nodes.JsonObject> GetAsync(string type) =>
        await CallAsync(HttpMethod.Get, $"{ApiPath.Ticket}?access_token={await StableTokenAsync()}&type={type}");
}

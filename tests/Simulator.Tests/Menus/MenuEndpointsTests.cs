using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tests.Menus;

public sealed class MenuEndpointsTests : SimulatorFixture
{
    [Fact]
    public async Task A_menu_comes_back_as_it_was_set()
    {
        var token = await StableTokenAsync();

        Assert.Equal(46003, (int)(await CallAsync(HttpMethod.Get, $"{ApiPath.MenuGet}?access_token={token}"))["errcode"]!);
        Assert.Equal(0, (int)(await CallAsync(HttpMethod.Post, $"{ApiPath.MenuCreate}?access_token={token}", """{"button":[]}"""))["errcode"]!);
        Assert.NotNull((await CallAsync(HttpMethod.Get, $"{ApiPath.MenuGet}?access_token={token}"))["menu"]!["button"]);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_told() =>
        Assert.Equal(41001, (int)(await CallAsync(HttpMethod.Get, ApiPath.MenuGet))["errcode"]!);
}

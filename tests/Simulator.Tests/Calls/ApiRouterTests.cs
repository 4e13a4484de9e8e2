using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tests.Calls;

public sealed class ApiRouterTests : SimulatorFixture
{
    [Theory]
    [InlineData("/cgi-bin/no/such")]
    [InlineData("/cgi-bin/token/")]
    [InlineData("/")]
    public async Task An_unknown_path_is_an_invalid_url(string path) =>
        Assert.Equal(40066, (int)(await CallAsync(HttpMethod.Get, path))["errcode"]!);

    [Fact]
    public async Task Calls_are_counted_by_path_and_account_wherever_the_account_is_named()
    {
        var token = await StableTokenAsync();
        await CallAsync(HttpMethod.Get, $"{ApiPath.ClassicToken}?appid={Account.AppId}");
        await CallAsync(HttpMethod.Get, $"{ApiPath.UserInfo}?access_token={token}");
        await CallAsync(HttpMethod.Get, $"{ApiPath.UserInfo}?access_token=unknown");

        Assert.Equal(2, Simulator.Calls.TokenRequests(Account.AppId));
        Assert.Equal(1, Simulator.Calls.Count(ApiPath.UserInfo, Account.AppId));
        Assert.Equal(2, Simulator.Calls.Count(ApiPath.UserInfo));
        Assert.Contains(new CallCount(ApiPath.UserInfo, "", 1), Simulator.Calls.All);
    }

    [Fact]
    public async Task Two_hundred_callers_at_once_are_all_counted_and_get_one_stable_token()
    {
        var tokens = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => StableTokenAsync()));

        Assert.Single(tokens.Distinct());
        Assert.Equal(200, Simulator.Calls.Count(ApiPath.StableToken, Account.AppId));
    }
}

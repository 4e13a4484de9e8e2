using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tests.Tokens;

public sealed class AddressEndpointsTests : SimulatorFixture
{
    [Theory]
    [InlineData(ApiPath.CallbackAddresses, "101.226.103.0/25")]
    [InlineData(ApiPath.ApiAddresses, "101.226.212.0/27")]
    public async Task Each_list_has_this_machine_and_a_range(string path, string range) =>
        Assert.Equal(["127.0.0.1", range], await ListAsync(path));

    [Fact]
    public async Task Both_lists_can_be_set_while_it_runs()
    {
        (Simulator.Addresses.CallbackServers, Simulator.Addresses.ApiServers) = (["10.0.0.0/8"], []);

        Assert.Equal(["10.0.0.0/8"], await ListAsync(ApiPath.CallbackAddresses));
        Assert.Empty(await ListAsync(ApiPath.ApiAddresses));
    }

    [Fact]
    public async Task The_call_needs_a_token_and_the_right_method()
    {
        Assert.Equal(41001, (int)(await CallAsync(HttpMethod.Get, ApiPath.CallbackAddresses))["errcode"]!);
        Assert.Equal(43001, (int)(await CallAsync(HttpMethod.Post, ApiPath.ApiAddresses, "{}"))["errcode"]!);
    }

    private async Task<IEnumerable<string>> ListAsync(string path) =>
        (await CallAsync(HttpMethod.Get, $"{path}?access_token={await StableTokenAsync()}"))["ip_list"]!.AsArray()
            .Select(address => (string)address!);
}

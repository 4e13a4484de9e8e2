using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Gateway.Tests.Endpoints;

namespace WxYarpGateway.Gateway.Tests.Health;

public sealed class HealthEndpointTests : IAsyncLifetime
{
    private EndpointRig _rig = null!;

    // With API keys, which a probe does not have.
    public async ValueTask InitializeAsync()
        => _rig = await EndpointRig.StartAsync(("InternalApiKeys:crm", InternalListenerTests.DigestOf("key")));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("GET", 200, "OK")]
    [InlineData("HEAD", 200, "")]
    [InlineData("POST", 405, """{"code":405,"msg":"Use GET."}""")]
    public async Task A_process_that_is_there_says_so(string method, int status, string body)
    {
        using var response = await Calls.SendAsync(_rig.Gateway.InternalAddress, "/health", new HttpMethod(method));

        Assert.Equal(
            (status, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(status == 200 ? "text/plain; charset=utf-8" : "application/json; charset=utf-8",
            response.Content.Headers.ContentType!.ToString());
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Nobody_else_hears_of_it()
    {
        using var outside = await Calls.SendAsync(_rig.Gateway.Address, "/health");
        using var below = await Calls.SendAsync(_rig.Gateway.InternalAddress, "/health/x");

        Assert.Equal((404, 401), ((int)outside.StatusCode, (int)below.StatusCode));
    }
}

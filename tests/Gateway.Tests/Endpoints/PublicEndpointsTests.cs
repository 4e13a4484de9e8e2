using System.Text;
using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Gateway.Tests.Endpoints.Services;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Gateway.Tests.Endpoints;

/// <summary>The endpoints on the public listener, for who comes from go-wx-gateway; and only they, and only with a key.</summary>
public sealed class PublicEndpointsTests : IAsyncDisposable
{
    private const string Key = "a-key-that-nobody-may-see";

    private EndpointRig? _rig;

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
        {
            await _rig.DisposeAsync();
        }
    }

    [Fact]
    public async Task With_a_key_they_answer_as_inside()
    {
        await StartAsync();
        _rig!.WeChat.When("/cgi-bin/user/info", """{"openid":"oUser"}""");

        foreach (var address in new[] { _rig.Gateway.Address, _rig.Gateway.InternalAddress })
        {
            var (status, json) = await Calls.JsonAsync(address, "/user?s=shop&o=oUser", key: Key);
            Assert.Equal((200, """{"code":200,"msg":"OK","userInfo":{"openid":"oUser"}}"""), (status, json.ToString()));
        }

        Assert.Contains(_rig.Logs.Lines, line => line.Contains("at 'the internal and the public addresses'.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Without_one_nothing_is_read_and_nobody_asked(string? key)
    {
        await StartAsync();
        foreach (var address in new[] { _rig!.Gateway.Address, _rig.Gateway.InternalAddress })
        {
            foreach (var path in ServiceEndpointsTests.Paths().Select(row => row.Data))
            {
                using var content = new StringContent(new string('x', 1_000), Encoding.UTF8, "application/json");
                using var response = await Calls.SendAsync(address, path + "/?s=shop", content: content, key: key);
                var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

                Assert.Equal((401, "Bearer"), ((int)response.StatusCode, response.Headers.WwwAuthenticate.ToString()));
                Assert.Equal("""{"code":401,"msg":"Send an API key of Gateway:InternalApiKeys as Authorization: Bearer or X-Api-Key."}""", text);
            }
        }

        Assert.Empty(_rig!.WeChat.Calls);
        Assert.Contains(_rig.Logs.Lines, line => line.StartsWith("Information RefusedOutside", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/tokens/shop/access_token")]
    [InlineData("/wxapi/shop/cgi-bin/menu/get")]
    [InlineData("/health")]
    [InlineData("/user/x")]
    [InlineData("/x/../tokens/shop/access_token")]
    public async Task Nothing_else_that_is_internal_is_there_even_with_a_key(string path)
    {
        await StartAsync();
        using var response = await Calls.SendAsync(_rig!.Gateway.Address, path, key: Key);

        Assert.Equal(
            (404, ""), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Empty(_rig.WeChat.Calls);
    }

    [Fact]
    public async Task Routes_of_the_users_own_get_everything_else()
    {
        await using var backend = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        backend.Answers("""{"from":"the site"}""");
        await StartAsync(
            ("../ReverseProxy:Routes:site:ClusterId", "site"),
            ("../ReverseProxy:Routes:site:Match:Path", "{**rest}"),
            ("../ReverseProxy:Clusters:site:Destinations:one:Address", backend.Address),
            ("Endpoints:Qr", ""));

        Assert.Equal(401, (await Calls.JsonAsync(_rig!.Gateway.Address, "/user")).Status);
        Assert.Equal("""{"from":"the site"}""", (await Calls.JsonAsync(_rig.Gateway.Address, "/qr")).Json.ToString());
        Assert.Equal("""{"from":"the site"}""", (await Calls.JsonAsync(_rig.Gateway.Address, "/tokens/shop/access_token")).Json.ToString());
    }

    private async Task StartAsync(params (string Key, string? Value)[] settings)
        => _rig = await EndpointRig.StartAsync(
            [("EndpointsOnPublicListener", "true"), ("InternalApiKeys:crm", InternalListenerTests.DigestOf(Key)), .. settings]);
}

using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.Gateway.Tests.WeChatApi;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Gateway.Tests.Server;

/// <summary>Two listeners that do not know each other, over real sockets.</summary>
public sealed class InternalListenerTests : IAsyncDisposable
{
    private const string Key = "a-key-that-nobody-may-see";

    private TestRig? _rig;

    private TestRig Rig => _rig!;

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
        {
            await _rig.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("/wxapi/wxplain/cgi-bin/menu/get")]
    [InlineData("/WXAPI/wxplain/cgi-bin/menu/get")]
    [InlineData("/tokens/wxplain/access_token")]
    [InlineData("/tokens/wxplain/access_token/replace")]
    [InlineData("//tokens/wxplain/access_token")]
    [InlineData("/x/../tokens/wxplain/access_token")]
    [InlineData("/%74okens/wxplain/access_token")]
    public async Task Nothing_internal_is_on_the_public_port(string path)
    {
        await StartAsync();
        foreach (var host in Hosts())
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post, HttpMethod.Options, HttpMethod.Delete })
            {
                Assert.Equal((404, ""), await AskAsync(Rig.Gateway.Address, path, method, host));
            }
        }

        Assert.Equal(0, Rig.WeChat.Calls.TokenRequests());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task No_push_is_taken_on_the_internal_port(string method)
    {
        await StartAsync();
        foreach (var host in Hosts())
        {
            var (status, body) = await AskAsync(Rig.Gateway.InternalAddress, "/wxplain?signature=x&timestamp=1&nonce=2", new HttpMethod(method), host);
            Assert.Equal(404, status);
            Assert.Contains("-70404", body, StringComparison.Ordinal);
        }

        var push = await Rig.PushAsync(TestRig.Plain, PushedMessage.Text("hi"), new PushOptions { Url = new Uri(Rig.Gateway.InternalAddress, "/wxplain") });
        Assert.Null(push.Reply);
        Assert.Empty(Rig.Backend.Calls);
    }

    [Fact]
    public async Task A_public_route_that_takes_every_path_gets_what_would_be_internal_on_the_other_port()
    {
        await using var backend = await Testing.Backends.ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        backend.Answers("""{"from":"the site"}""");
        await using var gateway = await RunningGateway.StartAsync(
            new()
            {
                ["Gateway:Services:shop:AppId"] = "wx1",
                ["Gateway:Services:shop:Token"] = "t",
                ["ReverseProxy:Routes:site:ClusterId"] = "site",
                ["ReverseProxy:Routes:site:Match:Path"] = "{**rest}",
                ["ReverseProxy:Clusters:site:Destinations:one:Address"] = backend.Address,
            },
            TestContext.Current.CancellationToken);

        Assert.Equal((200, """{"from":"the site"}"""), await AskAsync(gateway.Address, "/wxapi/shop/cgi-bin/menu/get", HttpMethod.Get));
        Assert.Equal(503, (await AskAsync(gateway.InternalAddress, "/wxapi/shop/cgi-bin/menu/get", HttpMethod.Get)).Status);
        Assert.Equal(404, (await AskAsync(gateway.InternalAddress, "/elsewhere", HttpMethod.Get)).Status);
        Assert.Single(backend.Calls);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("X-Api-Key", "")]
    [InlineData("X-Api-Key", "wrong")]
    [InlineData("X-Api-Key", Key + "x")]
    [InlineData("Authorization", Key)]
    [InlineData("Authorization", "Basic " + Key)]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", "Bearer")]
    [InlineData("X_Api_Key", Key)]
    [InlineData("Cookie", "X-Api-Key=" + Key)]
    public async Task Without_the_right_key_nothing_is_answered(string? header, string? value)
    {
        await StartAsync(("InternalApiKeys:crm", DigestOf(Key)));
        foreach (var path in new[] { $"/wxapi/wxplain{ApiPath.MenuGet}", "/tokens/wxplain/access_token", "/tokens/nobody/x", "/" })
        {
            var (status, body) = await AskAsync(Rig.Gateway.InternalAddress, path, HttpMethod.Get, header: (header, value));
            Assert.Equal(401, status);
            Assert.StartsWith("""{"errcode":-70401,"errmsg":""", body, StringComparison.Ordinal);
        }

        Assert.Equal(0, Rig.WeChat.Calls.TokenRequests());
    }

    [Theory]
    [InlineData("X-Api-Key", Key)]
    [InlineData("x-api-key", "the-other")]
    [InlineData("Authorization", "Bearer " + Key)]
    [InlineData("authorization", "bearer   " + Key)]
    public async Task With_one_of_the_keys_it_is(string header, string value)
    {
        await StartAsync(("InternalApiKeys:crm", DigestOf(Key)), ("InternalApiKeys:other", DigestOf("the-other").ToUpperInvariant()));

        Assert.Equal(200, (await AskAsync(Rig.Gateway.InternalAddress, "/tokens/wxplain/access_token", HttpMethod.Get, header: (header, value))).Status);
    }

    [Fact]
    public async Task A_digest_is_no_key()
    {
        await StartAsync(("InternalApiKeys:crm", DigestOf(Key)));

        Assert.Equal(401, (await AskAsync(Rig.Gateway.InternalAddress, "/tokens/wxplain/access_token", HttpMethod.Get, header: ("X-Api-Key", DigestOf(Key)))).Status);
    }

    [Fact]
    public async Task Pushes_need_no_key()
    {
        await StartAsync(("InternalApiKeys:crm", DigestOf(Key)));
        Rig.Backend.Answers("""{"msg":"hello"}""");

        Assert.Equal("hello", (await Rig.PushAsync(TestRig.Plain, PushedMessage.Text("hi"))).Reply?["Content"]);
    }

    [Fact]
    public async Task An_endpoint_that_is_taken_away_is_not_there()
    {
        await StartAsync(("Endpoints:Tokens", ""), ("Endpoints:Api", "/weixin/api/"));

        Assert.Equal(404, (await AskAsync(Rig.Gateway.InternalAddress, "/tokens/wxplain/access_token", HttpMethod.Get)).Status);
        Assert.Equal(404, (await AskAsync(Rig.Gateway.InternalAddress, $"/wxapi/wxplain{ApiPath.MenuGet}", HttpMethod.Get)).Status);
        Assert.Equal(200, (await AskAsync(Rig.Gateway.InternalAddress, $"/weixin/api/wxplain{ApiPath.MenuGet}", HttpMethod.Get)).Status);
    }

    internal static string DigestOf(string key) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private async Task StartAsync(params (string Key, string Value)[] settings) => _rig = await TestRig.StartAsync(TestContext.Current.CancellationToken, settings);

    // What a forger may write into the Host header: nothing special, and each listener's own name.
    private IEnumerable<string?> Hosts() => [null, Rig.Gateway.InternalAddress.Authority, Rig.Gateway.Address.Authority, "127.0.0.1:7081", "localhost"];

    private static async Task<(int Status, string Body)> AskAsync(Uri address, string path, HttpMethod method, string? host = null, (string? Name, string? Value) header = default)
    {
        using var request = new HttpRequestMessage(method, new Uri(address.AbsoluteUri.TrimEnd('/') + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.Host = host;
        request.Headers.TryAddWithoutValidation("X-Forwarded-Port", "7081");
        if (header.Name is { } name)
        {
            request.Headers.TryAddWithoutValidation(name, header.Value);
        }

        using var response = await Calls.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}

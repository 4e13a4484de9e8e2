using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Gateway.Tests.Access;

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
            var (status, body) = await AskAsync(
                Rig.Gateway.InternalAddress, "/wxplain?signature=x&timestamp=1&nonce=2", new HttpMethod(method), host);
            Assert.Equal(404, status);
            Assert.Contains("-70404", body, StringComparison.Ordinal);
        }

        var push = await Rig.PushAsync(
            TestRig.Plain, PushedMessage.Text("hi"), new PushOptions { Url = new Uri(Rig.Gateway.InternalAddress, "/wxplain") });
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
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "evil.example:7081")]
    [InlineData("Host", "localhost.evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "http://203.0.113.7")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Without_keys_a_page_of_another_site_reaches_nothing_through_a_browser_on_this_machine(string header, string value)
    {
        await StartAsync();
        foreach (var path in new[] { "/tokens/wxplain/access_token", $"/wxapi/wxplain{ApiPath.MenuGet}", "/qr?s=wxplain&t=forever", "/" })
        {
            var (status, body) = await AskAsync(
                Rig.Gateway.InternalAddress, path, HttpMethod.Get, header == "Host" ? value : null, header == "Host" ? default
                    : (header, value));
            Assert.Equal(401, status);
            Assert.Contains("no web page", body, StringComparison.Ordinal);
        }

        Assert.Equal(0, Rig.WeChat.Calls.TokenRequests());
        var (ready, details) = await AskAsync(
            Rig.Gateway.InternalAddress, "/health/ready", HttpMethod.Get, header == "Host" ? value : null, header == "Host" ? default
                : (header, value));
        Assert.Equal(200, ready);
        Assert.DoesNotContain("services", details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host", "localhost:7081")]
    [InlineData("Host", "gateway.localhost")]
    [InlineData("Host", "[::1]:7081")]
    [InlineData("Host", "10.1.2.3")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Origin", "http://127.0.0.1:3000")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task Without_keys_programs_and_pages_of_this_machine_are_answered(string header, string value)
    {
        await StartAsync();

        Assert.Equal(200, (await AskAsync(
            Rig.Gateway.InternalAddress, "/tokens/wxplain/access_token", HttpMethod.Get, header == "Host" ? value : null, header == "Host"
                ? default : (header, value))).Status);
    }

    [Fact]
    public async Task With_a_key_the_name_by_which_a_program_calls_does_not_matter()
    {
        await StartAsync(("InternalApiKeys:crm", DigestOf(Key)));

        Assert.Equal(200, (await AskAsync(Rig.Gateway.InternalAddress, "/tokens/wxplain/access_token", HttpMethod.Get,
            "gateway-internal.wechat.svc", ("X-Api-Key", Key))).Status);
    }

    [Theory]
    [InlineData("X-Api-Key", Key)]
    [InlineData("x-api-key", "the-other")]
    [InlineData("Authorization", "Bearer " + Key)]
    [InlineData("authorization", "bearer   " + Key)]
    public async Task With_one_of_the_keys_it_is(string header, string value)
    {
        await StartAsync(("InternalApiKeys:crm", DigestOf(Key)), ("InternalApiKeys:other", DigestOf("the-other").ToUpperInvariant()));

        Assert.Equal(200,
            (await AskAsync(Rig.Gateway.InternalAddress, "/tokens/wxplain/access_token", HttpMethod.Get, header: (header, value))).Status);
    }

    [Fact]
    public async Task A_digest_is_no_key()
    {
        await StartAsync(("InternalApiKeys:crm", DigestOf(Key)));

        Assert.Equal(401, (await AskAsync(
            Rig.Gateway.InternalAddress, "/tokens/wxplain/access_token", HttpMethod.Get, header: ("X-Api-Key", DigestOf(Key)))).Status);
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

    private async Task StartAsync(params (string Key, string Value)[] settings)
        => _rig = await TestRig.StartAsync(TestContext.Current.CancellationToken, settings);

    // What a forger may write into the Host header: nothing special, and each listener's own name.
    private IEnumerable<string?> Hosts()
        => [null, Rig.Gateway.InternalAddress.Authority, Rig.Gateway.Address.Authority, "127.0.0.1:7081", "localhost"];

    private static async Task<(int Status, string Body)> AskAsync(
        Uri address, string path, HttpMethod method, string? host = null, (string? Name, string? Value) header = default)
    {
        using var request = new HttpRequestMessage(method, new Uri(
            address.AbsoluteUri.TrimEnd('/') + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
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

using System.Net;
using System.Net.Http.Json;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>What the public listener of a platform believes nobody, and what no rule can do.</summary>
public sealed class TrustTests : IAsyncLifetime
{
    private const string Page = "/wx/saas/authorize";
    private const int Visits = 1_000;

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private PlatformRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rig = await PlatformRig.StartAsync(
            ("PublicUrl", "https://saas.example.com"),
            ("Services:saas:Authorization:Path", Page),
            ("Services:saas:Authorization:Access", "Open"),
            ("Services:saas:Compat:0", "WxComponent"));
        _rig.Put(PlatformRig.Shop);
        await _rig.PushTicketAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _rig.DisposeAsync();
    }

    [Theory]
    [InlineData("/wxcallback/component", """{"InfoType":"component_verify_ticket","ComponentVerifyTicket":"forged","AppId":"wx"}""")]
    [InlineData("/wxcallback/biz/wxshop0000000001", """{"MsgType":"text","Content":"forged"}""")]
    public async Task A_header_that_cloud_hosting_sets_proves_nothing(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_rig.Gateway.Address, path))
        {
            Content = new StringContent(body),
        };
        request.Headers.Add("x-wx-source", "x");

        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(request));
        Assert.Empty(_rig.Main.Calls);
    }

    [Theory]
    [InlineData("/tokens/saas/component_access_token")]
    [InlineData("/tokens/saas/wxshop0000000001/access_token")]
    [InlineData("/tokens/saas/ticket")]
    [InlineData("/platform/saas")]
    [InlineData("/platform/saas/rules")]
    [InlineData("/platform/saas/authorizers")]
    [InlineData("/inner/ticket")]
    [InlineData("/wxapi/saas/component/cgi-bin/component/api_get_authorizer_list")]
    public async Task No_forwarded_address_makes_anybody_internal(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_rig.Gateway.Address, path));
        request.Headers.Add("X-Forwarded-For", "127.0.0.1");
        request.Headers.Add("X-Real-IP", "127.0.0.1");
        request.Headers.Add("Forwarded", "for=127.0.0.1");

        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(request));
    }

    [Fact]
    public async Task No_rule_aims_at_a_URL_such_as_one_of_our_own_listeners()
    {
        string[] backends = [_rig.Gateway.InternalAddress.ToString(), _rig.Gateway.Address.ToString(), "127.0.0.1:7081", "saas"];
        foreach (var backend in backends)
        {
            using var answer = await _client.PostAsJsonAsync(
                new Uri(_rig.Gateway.InternalAddress, "/platform/saas/rules"),
                new { Name = "aims", When = new { MsgType = "text" }, To = new { Backend = backend, Path = "/tokens/saas/ticket" } },
                Cancelled);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        await _rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("hi"));
        Assert.Single(_rig.Main.Calls);
    }

    [Fact]
    public async Task A_thousand_visits_of_the_page_make_no_pre_auth_code()
    {
        var statuses = new HashSet<HttpStatusCode>();
        for (var visit = 0; visit < Visits; visit++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_rig.Gateway.Address, visit % 2 == 0 ? Page : Page + "/h5"));
            statuses.Add(await SendAsync(request));
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses.Order());
        Assert.Equal(0, _rig.WeChat.Calls.Count(ApiPath.PreAuthCode));
    }

    private async Task<HttpStatusCode> SendAsync(HttpRequestMessage request)
    {
        using var answer = await _client.SendAsync(request, Cancelled);
        return answer.StatusCode;
    }
}

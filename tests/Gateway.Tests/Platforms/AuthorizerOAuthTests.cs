using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Users;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>Users of an account in a platform's care come back from WeChat's authorize page.</summary>
public sealed class AuthorizerOAuthTests : IAsyncLifetime
{
    private const string User = "oUser-0123456789";
    private const string Exchange = "/sns/oauth2/component/access_token";

    private PlatformRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await PlatformRig.StartAsync(
            ("PublicUrl", "https://wx.example.com"),
            ("Services:saas:OAuthPath", "/wx/saas/{appid}/oauth"),
            ("Services:saas:OAuthBackend", "main"),
            ("Services:saas:OAuthReturnHosts:0", "shop.example.com"),
            ($"Services:saas:Authorizers:{PlatformRig.Mini}:OAuthBackend", "bot"));
        _rig.PutWithToken(PlatformRig.Shop);
        _rig.PutWithToken(PlatformRig.Mini);
        _rig.WeChat.AddUser(PlatformRig.Shop, new SimulatedUser { OpenId = User });
        _rig.WeChat.AddUser(PlatformRig.Mini, new SimulatedUser { OpenId = User });
        await _rig.PushTicketAsync();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task The_start_leads_to_WeChats_page_in_the_name_of_account_and_platform()
    {
        using var answer = await GetAsync($"/wx/saas/{PlatformRig.Shop}/oauth/start?scope=snsapi_userinfo&to=https%3A%2F%2Fshop.example.com%2Fx");

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var query = QueryHelpers.ParseQuery(answer.Headers.Location!.Query);
        Assert.Equal(PlatformRig.Shop, query["appid"]);
        Assert.Equal(PlatformRig.Component, query["component_appid"]);
        Assert.Equal($"https://wx.example.com/wx/saas/{PlatformRig.Shop}/oauth", query["redirect_uri"]);
        Assert.Contains($"path=/wx/saas/{PlatformRig.Shop}/oauth", answer.Headers.GetValues("Set-Cookie").Single(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_exchanged_with_the_platforms_token_and_the_backend_gets_the_user()
    {
        var code = _rig.WeChat.OAuth.CreateCode(PlatformRig.Shop, User, "snsapi_base");

        using var answer = await GetAsync($"/wx/saas/{PlatformRig.Shop}/oauth?code={code}&state=mine");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var call = _rig.Main.OnlyCall;
        Assert.Equal(User, call.Json.GetProperty("openId").GetString());
        Assert.Equal("mine", call.Json.GetProperty("state").GetString());
        Assert.Equal("saas", call.Headers["X-WeChat-Service"]);
        Assert.Equal(PlatformRig.Shop, call.Headers["X-WeChat-AppId"]);
        Assert.Equal(PlatformRig.Component, call.Headers["X-WeChat-Component-AppId"]);
        Assert.Equal(1, _rig.WeChat.Calls.Count(Exchange));
    }

    [Fact]
    public async Task An_entry_of_the_configuration_sends_the_users_of_one_account_to_another_backend()
    {
        var code = _rig.WeChat.OAuth.CreateCode(PlatformRig.Mini, User, "snsapi_base");

        using var answer = await GetAsync($"/wx/saas/{PlatformRig.Mini}/oauth?code={code}");

        Assert.Equal(User, _rig.Bot.OnlyCall.Json.GetProperty("openId").GetString());
        Assert.Empty(_rig.Main.Calls);
    }

    [Fact]
    public async Task A_refused_platform_token_is_replaced_and_the_code_exchanged_all_the_same()
    {
        var code = _rig.WeChat.OAuth.CreateCode(PlatformRig.Shop, User, "snsapi_base");
        _rig.WeChat.Faults.Add(Exchange, Fault.Error(42001), times: 1);

        using var answer = await GetAsync($"/wx/saas/{PlatformRig.Shop}/oauth?code={code}");

        Assert.Equal(User, _rig.Main.OnlyCall.Json.GetProperty("openId").GetString());
        Assert.Equal(2, _rig.WeChat.Calls.Count(Exchange));
    }

    [Theory]
    [InlineData("/wx/saas/wxnobody/oauth?code=x")]
    [InlineData("/wx/saas/wxnobody/oauth/start")]
    [InlineData("/wx/saas/a.b/oauth/start")]
    public async Task Nobody_comes_back_for_an_account_that_is_not_in_the_platforms_care(string path)
    {
        using var answer = await GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(_rig.Main.Calls);
    }

    [Fact]
    public async Task Nor_for_one_that_left()
    {
        _rig.Put(PlatformRig.Shop, authorizer => authorizer with { State = AuthorizerState.Unauthorized });

        using var answer = await GetAsync($"/wx/saas/{PlatformRig.Shop}/oauth/start");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private Task<HttpResponseMessage> GetAsync(string path) => Calls.SendAsync(_rig.Gateway.Address, path);
}

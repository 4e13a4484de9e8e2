using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Tests.Platforms;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Gateway.Tests.ApiProxy.Platforms;

/// <summary>
/// Backends call WeChat in the name of a platform and of accounts in its care: the URL that they write chooses the token.
/// </summary>
public sealed class PlatformCallTests : IAsyncLifetime
{
    private const string Menu = """{"button":[{"type":"click","name":"今日","key":"K"}]}""";
    private const string Info = "/cgi-bin/component/api_get_authorizer_info";
    private const string Renewal = "/cgi-bin/component/api_authorizer_token";

    private PlatformRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await PlatformRig.StartAsync(
            services => services.Replace(ServiceDescriptor.Singleton<IAuthorizationUrls, ExampleUrls>()));
        _rig.PutWithToken(PlatformRig.Shop);
        _rig.PutWithToken(PlatformRig.Mini);
        await _rig.PushTicketAsync();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task An_accounts_URL_carries_its_own_token()
    {
        var created = await CallAsync($"{PlatformRig.Shop}{ApiPath.MenuCreate}", Menu);
        var menu = await CallAsync($"{PlatformRig.Shop}{ApiPath.MenuGet}");

        Assert.Equal((200, 0), (created.Status, created.Json.ErrorCode()));
        Assert.Equal("今日", menu.Json.GetProperty("menu").GetProperty("button")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("?component_access_token=mine&access_token=mine")]
    [InlineData("?component%5Faccess_token=mine")]
    public async Task The_platforms_URL_carries_its_token_and_its_AppId(string query)
    {
        var info = await CallAsync($"component{Info}{query}", $$"""{"authorizer_appid":"{{PlatformRig.Shop}}"}""");

        Assert.Equal(0, info.Json.ErrorCode());
        Assert.True(info.Json.TryGetProperty("authorizer_info", out _), info.Json.ToString());
    }

    [Fact]
    public async Task A_component_AppId_that_the_caller_writes_stays()
    {
        var info = await CallAsync($"component{Info}", $$"""{"authorizer_appid":"{{PlatformRig.Shop}}","component_appid":"wxother"}""");

        Assert.Equal(40013, info.Json.ErrorCode());
    }

    [Theory]
    [InlineData("component" + Info, 40001)]
    [InlineData("component" + Info, 42001)]
    [InlineData(PlatformRig.Shop + ApiPath.MenuCreate, 40014)]
    public async Task A_refused_token_is_replaced_and_the_call_sent_once_more(string path, int errorCode)
    {
        var api = path[path.IndexOf('/', StringComparison.Ordinal)..];
        _rig.WeChat.Faults.Add(api, Fault.Error(errorCode), times: 1);

        var answer = await CallAsync(
            path, path.StartsWith("component", StringComparison.Ordinal) ? $$"""{"authorizer_appid":"{{PlatformRig.Shop}}"}""" : Menu);

        Assert.Equal(0, answer.Json.ErrorCode());
        Assert.Equal(2, _rig.WeChat.Calls.Count(api));
    }

    [Theory]
    [InlineData(PlatformRig.Shop + "/wxa/gettemplatelist", "/wxapi/saas/component/wxa/gettemplatelist")]
    [InlineData(PlatformRig.Shop + Info, "/wxapi/saas/component" + Info)]
    [InlineData(PlatformRig.Shop + "/sns/jscode2session", "/wxapi/saas/component/sns/component/jscode2session")]
    [InlineData(PlatformRig.Shop + "/sns/oauth2/access_token", "/wxapi/saas/component/sns/oauth2/component/access_token")]
    [InlineData("component/cgi-bin/component/getprivacysetting", "/wxapi/saas/{appid}/cgi-bin/component/getprivacysetting")]
    [InlineData("component/wxa/queryquota", "/wxapi/saas/{appid}/wxa/queryquota")]
    [InlineData("component/cgi-bin/token", "/wxapi/saas/{appid}/cgi-bin/token")]
    public async Task A_path_that_takes_the_other_token_is_answered_with_the_right_URL(string path, string right)
    {
        var answer = await CallAsync(path);

        Assert.Equal(400, answer.Status);
        Assert.Contains(right, answer.Json.GetProperty("errmsg").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, _rig.WeChat.Calls.Count(path[path.IndexOf('/', StringComparison.Ordinal)..]));
    }

    [Theory]
    [InlineData("api_component_token")]
    [InlineData("api_authorizer_token")]
    [InlineData("api_query_auth")]
    [InlineData("API_Query_Auth")]
    [InlineData("api_query_auth/")]
    [InlineData("api_query_auth;x=1")]
    public async Task Nobody_moves_tokens_past_the_gateway(string api)
    {
        foreach (var who in new[] { "component", PlatformRig.Shop })
        {
            Assert.Equal(403, (await CallAsync($"{who}/cgi-bin/component/{api}", "{}")).Status);
        }

        Assert.Equal(0, _rig.WeChat.Calls.Count("/cgi-bin/component/api_query_auth"));
    }

    [Theory]
    [InlineData("/wxapi/saas/wxnobody/cgi-bin/menu/get", 404)]
    [InlineData("/wxapi/saas", 404)]
    [InlineData("/wxapi/saas/", 404)]
    [InlineData("/wxapi/nobody/component/wxa/gettemplatelist", 404)]
    [InlineData("/wxapi/saas%2Fwxshop0000000001/cgi-bin/menu/get", 404)]
    public async Task Who_is_not_there_is_404(string path, int status)
    {
        using var answer = await Calls.SendAsync(_rig.Gateway.InternalAddress, path);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task An_account_that_left_is_409_and_WeChat_is_not_asked()
    {
        _rig.Put(PlatformRig.Shop, authorizer => authorizer with { State = AuthorizerState.Unauthorized });

        var answer = await CallAsync($"{PlatformRig.Shop}{ApiPath.MenuGet}");

        Assert.Equal((409, -70409), (answer.Status, answer.Json.ErrorCode()));
        Assert.Equal(0, _rig.WeChat.Calls.Count(ApiPath.MenuGet));
    }

    [Fact]
    public async Task An_account_whose_refresh_token_is_refused_is_409_with_the_link_to_authorize_again()
    {
        _rig.WeChat.Faults.Add(Renewal, Fault.Error(61023));

        await LinkIsGivenAsync();
    }

    [Fact]
    public async Task An_account_whose_code_nobody_got_is_409_with_the_link_to_authorize_again()
    {
        WeChatKnowsNoRefreshToken();
        _rig.Vault.Put(new AuthorizerKey(PlatformRig.IdOf(PlatformRig.Component), PlatformRig.IdOf(PlatformRig.Shop)), "");

        await LinkIsGivenAsync();
        Assert.Equal(0, _rig.WeChat.Calls.Count(Renewal));
    }

    [Fact]
    public async Task An_account_that_is_just_being_authorized_again_is_503()
    {
        _rig.WeChat.Faults.Add(Renewal, Fault.Error(61023));
        WeChatKnowsNoRefreshToken();

        var answer = await CallAsync($"{PlatformRig.Shop}{ApiPath.MenuGet}");

        Assert.Equal((503, -70503), (answer.Status, answer.Json.ErrorCode()));
    }

    [Theory]
    [InlineData(61007)]
    [InlineData(48001)]
    public async Task A_missing_permission_is_passed_on_with_a_hint(int errorCode)
    {
        _rig.WeChat.Faults.Add(ApiPath.MenuGet, Fault.Error(errorCode));

        var answer = await CallAsync($"{PlatformRig.Shop}{ApiPath.MenuGet}");

        Assert.Equal((200, errorCode), (answer.Status, answer.Json.ErrorCode()));
        Assert.Contains("15 (自定义菜单权限)", answer.Json.GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/wxa/undocodeaudit")]
    [InlineData("/wxa/revertcoderelease")]
    public async Task What_changes_by_GET_is_sent_once_though_the_connection_was_lost(string api)
    {
        await CallAsync($"{PlatformRig.Mini}/cgi-bin/menu/get");
        _rig.WeChat.Faults.Add(api, Fault.LoseAnswer());

        var answer = await CallAsync($"{PlatformRig.Mini}{api}");

        Assert.Equal(502, answer.Status);
        Assert.Equal(1, _rig.WeChat.Calls.Count(api));
    }

    [Fact]
    public async Task An_SDK_of_an_account_gets_a_placeholder_and_needs_no_secret()
    {
        var answer = await CallAsync($"{PlatformRig.Shop}/cgi-bin/token?grant_type=client_credential&appid=x&secret=y");

        Assert.StartsWith("wxgw-placeholder-", answer.Json.GetProperty("access_token").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_token_is_in_the_log()
    {
        await CallAsync($"{PlatformRig.Shop}{ApiPath.MenuCreate}", Menu);
        await CallAsync($"component{Info}", $$"""{"authorizer_appid":"{{PlatformRig.Shop}}"}""");
        var token = await Calls.JsonAsync(_rig.Gateway.InternalAddress, $"/tokens/saas/{PlatformRig.Shop}/access_token");
        var component = await Calls.JsonAsync(_rig.Gateway.InternalAddress, "/tokens/saas/component_access_token");

        Assert.DoesNotContain(_rig.Logs.Lines, line
            => line.Contains(token.Json.GetProperty("access_token").GetString()!, StringComparison.Ordinal));
        Assert.DoesNotContain(
            _rig.Logs.Lines, line
                => line.Contains(component.Json.GetProperty("component_access_token").GetString()!, StringComparison.Ordinal));
    }

    private void WeChatKnowsNoRefreshToken()
    {
        _rig.WeChat.Faults.Add(Info, Fault.Garbage("""{"authorization_info":{"authorizer_refresh_token":""}}"""));
        _rig.WeChat.Faults.Add(
            "/cgi-bin/component/api_get_authorizer_list",
            Fault.Garbage($$"""{"total_count":1,"list":[{"authorizer_appid":"{{PlatformRig.Shop}}","refresh_token":"","auth_time":1}]}"""));
    }

    private async Task LinkIsGivenAsync()
    {
        var answer = await CallAsync($"{PlatformRig.Shop}{ApiPath.MenuGet}");

        Assert.True(answer.Status == 409, answer.Json.ToString());
        Assert.Equal(
            $"https://example.com/{PlatformRig.Component}/{PlatformRig.Shop}", answer.Json.GetProperty("authorizationUrl").GetString());
    }

    private sealed class ExampleUrls : IAuthorizationUrls
    {
        public ValueTask<Uri?> FindAsync(Account platform, AppId authorizer, CancellationToken cancellationToken)
            => ValueTask.FromResult<Uri?>(new Uri($"https://example.com/{platform.AppId.Value}/{authorizer.Value}"));
    }

    private Task<(int Status, JsonElement Json)> CallAsync(string path, string? body = null)
        => Calls.JsonAsync(
            _rig.Gateway.InternalAddress,
            "/wxapi/saas/" + path,
            content: body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));
}

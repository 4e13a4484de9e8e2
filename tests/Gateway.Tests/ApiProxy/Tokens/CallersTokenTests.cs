using System.Text;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Gateway.Tests.ApiProxy.Tokens;

/// <summary>Calls whose token is not the account's: it goes to WeChat as it came, and its refusal says nothing about ours.</summary>
public sealed class CallersTokenTests : IAsyncLifetime
{
    private WireRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await WireRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("/sns/userinfo", "?access_token=U&openid=o&lang=zh_CN")]
    [InlineData("/sns/userinfo", "?openid=o%2B&ACCESS_token=U&access_token=V%20&access_token=W")]
    [InlineData("/sns/userinfo", "?openid=o")]
    [InlineData("/sns/userinfo", "")]
    [InlineData("/SNS/UserInfo", "?access_token=U&openid=o")]
    [InlineData("/sns/auth", "?access_token=U&openid=o")]
    [InlineData("/sns/oauth2/access_token", "?appid=wx1&secret=theirs&code=C&grant_type=authorization_code")]
    [InlineData("/sns/oauth2/refresh_token", "?appid=wx1&grant_type=refresh_token&refresh_token=R")]
    [InlineData(
        "/sns/oauth2/component/access_token", "?appid=a&code=C&grant_type=authorization_code&component_appid=p&component_access_token=P")]
    [InlineData("/sns/oauth2/component/refresh_token", "?appid=a&component_appid=p&component_access_token=P&refresh_token=R")]
    [InlineData("/sns/jscode2session", "?appid=wx1&secret=theirs&js_code=C&grant_type=authorization_code")]
    [InlineData("/sns/component/jscode2session", "?appid=a&js_code=C&component_appid=p&component_access_token=P")]
    [InlineData("/cgi-bin/component/api_start_push_ticket", "")]
    [InlineData("/cgi-bin/component/api_component_token", "")]
    [InlineData("/cgi-bin/component/api_create_preauthcode", "?component_access_token=P")]
    [InlineData("/cgi-bin/component/api_query_auth", "?access_token=P")]
    [InlineData("/cgi-bin/component/api_authorizer_token", "?component_access_token=P")]
    [InlineData("/cgi-bin/component/api_get_authorizer_info", "?access_token=P")]
    [InlineData("/cgi-bin/component/api_get_authorizer_list", "?access_token=P&x=1")]
    [InlineData("/cgi-bin/component/api_get_authorizer_option", "?access_token=P")]
    [InlineData("/cgi-bin/component/get_authorizer_option", "?access_token=A")]
    [InlineData("/cgi-bin/component/set_authorizer_option", "?access_token=A")]
    [InlineData("/cgi-bin/component/clear_quota/v2", "?component_appid=p")]
    [InlineData("/cgi-bin/clear_quota/v2", "?appid=wx1&appsecret=theirs")]
    [InlineData("/wxa/gettemplatedraftlist", "?access_token=P")]
    [InlineData("/wxa/addtotemplate", "?access_token=P")]
    [InlineData("/wxa/gettemplatelist/", "?access_token=P")]
    [InlineData("/wxa/deletetemplate", "?access_token=P")]
    [InlineData("/cgi-bin/anything", "?component_access_token=P&access_token=Q")]
    public async Task A_token_that_is_not_the_accounts_is_kept_and_its_refusal_renews_nothing(string path, string query)
    {
        const string Refused = """{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest"}""";
        _rig.Answer = (_, context) => ScriptedBackend.WriteAsync(context, Refused);

        Assert.Equal(Refused, await _rig.TextAsync($"/wxapi/shop{path}{query}"));
        Assert.Equal(Refused, await _rig.TextAsync($"/wxapi/shop{path}{query}", content: new StringContent("""{"a":"b"}""")));

        Assert.All(_rig.Calls, call => Assert.Equal(("/base" + path, query), (call.Path, call.Query)));
        Assert.Equal((2, 0), (_rig.Calls.Count, _rig.TokensIssued));
    }

    [Theory]
    [InlineData(40001)]
    [InlineData(40014)]
    [InlineData(42001)]
    public async Task A_users_token_that_is_refused_leaves_the_accounts_as_it_is(int errorCode)
    {
        await _rig.TextAsync("/wxapi/shop/cgi-bin/x");
        _rig.Answer = (_, context) => ScriptedBackend.WriteAsync(context, $$"""{"errcode":{{errorCode}},"errmsg":"no"}""");

        for (var number = 0; number < 5; number++)
        {
            await _rig.TextAsync("/wxapi/shop/sns/userinfo?access_token=U&openid=o");
        }

        _rig.Answer = (_, context) => ScriptedBackend.WriteAsync(context, """{"errcode":0}""");
        await _rig.TextAsync("/wxapi/shop/cgi-bin/x");
        Assert.Equal(1, _rig.TokensIssued);
        Assert.Equal($"?access_token={WireRig.Token}-1", _rig.Calls[^1].Query);
    }

    [Fact]
    public async Task A_service_without_a_secret_calls_with_a_users_token_all_the_same()
    {
        Assert.Equal("""{"errcode":0,"errmsg":"ok"}""", await _rig.TextAsync("/wxapi/bare/sns/userinfo?access_token=U&openid=o"));
        Assert.Equal("?access_token=U&openid=o", Assert.Single(_rig.Calls).Query);
    }

    [Fact]
    public async Task A_form_goes_out_with_a_users_token_and_without_any_other()
    {
        await _rig.TextAsync("/wxapi/shop/sns/userinfo", content: Form("openid=o&access_token=U"));
        await _rig.TextAsync("/wxapi/shop/cgi-bin/x?a=1", content: Form("b=%E4%BD%A0+&access_token=U&Access%5Ftoken=V&c="));
        await _rig.TextAsync("/wxapi/shop/cgi-bin/x?a=1", content: Form("b=%E4%BD%A0+&&c="));
        await _rig.TextAsync(
            "/wxapi/shop/cgi-bin/x?a=1", content: new StringContent("""{"access_token":"U"}""", Encoding.UTF8, "application/json"));

        Assert.Equal(
            ["openid=o&access_token=U", "b=%E4%BD%A0+&c=", "b=%E4%BD%A0+&&c=", """{"access_token":"U"}"""],
            _rig.Calls.Select(call => call.Text));
        Assert.Equal(["", $"?a=1&access_token={WireRig.Token}-1"], _rig.Calls.Select(call => call.Query).Distinct());
        Assert.All(_rig.Calls, call => Assert.Equal(call.Body.Length, call.Headers.ContentLength));
    }

    [Fact]
    public async Task The_placeholder_of_a_token_is_replaced_where_a_platforms_own_token_would_be_kept()
    {
        using var answer = System.Text.Json.JsonDocument.Parse(await _rig.TextAsync("/wxapi/shop/cgi-bin/token"));
        var placeholder = answer.RootElement.GetProperty("access_token").GetString();

        await _rig.TextAsync($"/wxapi/shop/cgi-bin/component/get_authorizer_option?access_token={placeholder}");
        await _rig.TextAsync("/wxapi/shop/cgi-bin/component/get_authorizer_option");

        Assert.All(_rig.Calls, call => Assert.Equal($"?access_token={WireRig.Token}-1", call.Query));
    }

    [Theory]
    [InlineData("/sns/oauth2/access_token", "?appid=wx1&secret=gateway&code=C&grant_type=authorization_code")]
    [InlineData("/sns/jscode2session", "?grant_type=authorization_code&js_code=C&secret=gateway&appid=wx1")]
    public async Task The_placeholder_of_the_secret_is_replaced_where_a_code_is_exchanged(string path, string query)
    {
        _rig.Answer = (_, context) => ScriptedBackend.WriteAsync(
            context, $$"""{"errcode":40029,"errmsg":"invalid code of {{WireRig.Secret}}"}""");

        var text = await _rig.TextAsync($"/wxapi/shop{path}{query}");

        Assert.Equal(query.Replace("=gateway", "=" + WireRig.Secret, StringComparison.Ordinal), Assert.Single(_rig.Calls).Query);
        Assert.Equal("""{"errcode":40029,"errmsg":"invalid code of ***"}""", text);
        Assert.DoesNotContain(WireRig.Secret, _rig.Logs.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/wxapi/shop/sns/oauth2/access_token?appid=wx9&secret=gateway&code=C")]
    [InlineData("/wxapi/shop/sns/userinfo?appid=wx1&secret=gateway")]
    [InlineData("/wxapi/shop/cgi-bin/clear_quota/v2?appid=wx1&secret=gateway")]
    [InlineData("/wxapi/bare/sns/jscode2session?appid=wx2&secret=gateway&js_code=C")]
    public async Task The_secret_goes_nowhere_else(string path)
    {
        await _rig.TextAsync(path);

        Assert.EndsWith(Assert.Single(_rig.Calls).Query, path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_caller_sends_along_is_in_no_log()
    {
        await _rig.TextAsync("/wxapi/shop/sns/oauth2/access_token?appid=wx1&secret=PLANTED-secret&code=PLANTED-code");
        await _rig.TextAsync("/wxapi/shop/sns/userinfo?access_token=PLANTED-token&openid=PLANTED-openid");

        Assert.Equal(2, _rig.Calls.Count);
        Assert.DoesNotContain("PLANTED", _rig.Logs.Text, StringComparison.Ordinal);
    }

    private static StringContent Form(string form) => new(form, Encoding.Latin1, "application/x-www-form-urlencoded");
}

using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;

namespace WxYarpGateway.Gateway.Tests.Access;

/// <summary>Keys that are good for a part of the internal listener.</summary>
public sealed class KeyScopeTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Gateway:Services:shop:AppId"] = "wx1",
            ["Gateway:Services:shop:Token"] = "t",
            ["Gateway:Services:bare:AppId"] = "wx2",
            ["Gateway:Services:bare:Token"] = "t",
            ["Gateway:Services:saas:Kind"] = "Platform",
            ["Gateway:Services:saas:AppId"] = "wxcomponentscopes1",
            ["Gateway:Services:saas:AppSecret"] = "s",
            ["Gateway:Services:saas:Token"] = "t",
            ["Gateway:Services:saas:EncodingAesKey"] = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
            ["Gateway:Services:saas:AuthEventPath"] = "/wx/saas/event",
            ["Gateway:Services:saas:MessagePath"] = "/wx/saas/{appid}/message",
            ["Gateway:Services:saas:StartTicketPush"] = "Never",
            ["Gateway:InternalApiKeys:text"] = InternalListenerTests.DigestOf("text"),
            ["Gateway:InternalApiKeys:shops:Hash"] = InternalListenerTests.DigestOf("shops"),
            ["Gateway:InternalApiKeys:shops:Scopes:0"] = "api",
            ["Gateway:InternalApiKeys:shops:Scopes:1"] = "tokens",
            ["Gateway:InternalApiKeys:shops:Services:0"] = "SHOP",
        };
        foreach (var scope in new[] { "api", "tokens", "secrets", "platform:read", "platform:write" })
        {
            settings[$"Gateway:InternalApiKeys:{scope.Replace(':', '-')}:Hash"] = InternalListenerTests.DigestOf(scope);
            settings[$"Gateway:InternalApiKeys:{scope.Replace(':', '-')}:Scopes:0"] = scope;
        }

        _gateway = await RunningGateway.StartAsync(settings, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("GET", "/tokens/shop/access_token", "tokens")]
    [InlineData("POST", "/tokens/shop/access_token/replace", "tokens")]
    [InlineData("GET", "/tokens/saas/component_access_token", "tokens")]
    [InlineData("GET", "/tokens/saas/wx1/access_token", "tokens")]
    [InlineData("GET", "/tokens/saas/ticket", "secrets")]
    [InlineData("GET", "/wxapi/shop/cgi-bin/menu/get", "api")]
    [InlineData("GET", "/wxapi/saas/component/wxa/gettemplatelist", "api")]
    [InlineData("GET", "/qr?s=shop", "api")]
    [InlineData("GET", "/redelivery/shop", "api")]
    [InlineData("GET", "/platform/saas/rules", "platform:read")]
    [InlineData("POST", "/platform/saas/rules", "platform:write")]
    [InlineData("GET", "/platform/saas/authorizers/wx1/versions", "platform:read")]
    [InlineData("POST", "/platform/saas/authorizers/wx1/commit", "platform:write")]
    [InlineData("DELETE", "/platform/saas/templates/1", "platform:write")]
    [InlineData("DELETE", "/platform/saas/rules/x", "platform:write")]
    public async Task Each_endpoint_has_one_scope_and_says_which(string method, string path, string scope)
    {
        foreach (var key in new[] { "api", "tokens", "secrets", "platform:read", "platform:write", "text" })
        {
            using var answer = await Calls.SendAsync(_gateway.InternalAddress, path, new HttpMethod(method), key: key);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var isRefused = (int)answer.StatusCode == 403 && text.Contains($"lacks the scope {scope}.", StringComparison.Ordinal);

            Assert.True(isRefused == (key != scope && key != "text"), $"{key}: {(int)answer.StatusCode} {text}");
        }
    }

    [Theory]
    [InlineData("/tokens/bare/access_token")]
    [InlineData("/tokens/saas/component_access_token")]
    [InlineData("/tokens/saas/wx1/access_token")]
    [InlineData("/wxapi/bare/cgi-bin/menu/get")]
    [InlineData("/wxapi/saas/component/wxa/gettemplatelist")]
    [InlineData("/qr?s=bare&sceneId=1")]
    [InlineData("/redelivery/bare")]
    public async Task A_key_for_some_services_opens_no_other(string path)
    {
        using var answer = await Calls.SendAsync(_gateway.InternalAddress, path, key: "shops");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True((int)answer.StatusCode == 403 && text.Contains("not for the service", StringComparison.Ordinal), text);
    }

    [Theory]
    [InlineData("/tokens/shop/access_token")]
    [InlineData("/wxapi/SHOP/cgi-bin/menu/get")]
    public async Task It_opens_its_own(string path)
    {
        using var answer = await Calls.SendAsync(_gateway.InternalAddress, path, key: "shops");

        Assert.NotEqual(403, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_key_that_is_none_is_still_401()
        => Assert.Equal(401, (await Calls.JsonAsync(_gateway.InternalAddress, "/tokens/shop/access_token", key: "no")).Status);

    [Fact]
    public async Task Whatever_is_not_there_says_so_to_any_key()
        => Assert.Equal(404, (await Calls.JsonAsync(_gateway.InternalAddress, "/nothing", key: "secrets")).Status);
}

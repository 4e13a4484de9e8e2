using System.Text;
using System.Text.Json;
using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>Programs that must hold a token of a platform, or of an account in its care.</summary>
public sealed class PlatformTokenTests : IAsyncLifetime
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private PlatformRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await PlatformRig.StartAsync(
            ("Services:saas:CloudBaseTokenFile", _file),
            ("Services:saas:Compat:0", "WxComponent"),
            ("InternalApiKeys:all", InternalListenerTests.DigestOf("all")),
            ("InternalApiKeys:tokens:Hash", InternalListenerTests.DigestOf("tokens")),
            ("InternalApiKeys:tokens:Scopes:0", "tokens"));
        _rig.PutWithToken(PlatformRig.Shop);
        await _rig.PushTicketAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task Tokens_and_tickets_are_those_that_calls_carry()
    {
        var component = await CallAsync("/tokens/saas/component_access_token");
        var account = await CallAsync($"/tokens/saas/{PlatformRig.Shop}/access_token");
        var jsapi = await CallAsync($"/tokens/saas/{PlatformRig.Shop}/jsapi_ticket");
        var card = await CallAsync($"/tokens/saas/{PlatformRig.Shop}/wx_card_ticket");

        Assert.True(_rig.WeChat.IsTokenValid(component.Json.GetProperty("component_access_token").GetString()!));
        Assert.True(_rig.WeChat.IsTokenValid(account.Json.GetProperty("access_token").GetString()!));
        Assert.InRange(account.Json.GetProperty("expires_in").GetInt32(), 1, 7200);
        Assert.NotEmpty(jsapi.Json.GetProperty("ticket").GetString()!);
        Assert.NotEmpty(card.Json.GetProperty("ticket").GetString()!);
    }

    [Theory]
    [InlineData("/tokens/saas/component_access_token", "component_access_token")]
    [InlineData("/tokens/saas/wxshop0000000001/access_token", "access_token")]
    public async Task A_rejected_token_is_replaced(string path, string name)
    {
        var first = (await CallAsync(path)).Json.GetProperty(name).GetString()!;

        var second = await CallAsync(path + "/replace", $$"""{"rejected":"{{first}}"}""");
        var third = await CallAsync(path + "/replace", $$"""{"rejected":"{{first}}"}""");

        Assert.NotEqual(first, second.Json.GetProperty(name).GetString());
        Assert.Equal(second.Json.GetProperty(name).GetString(), third.Json.GetProperty(name).GetString());
    }

    [Theory]
    [InlineData("/tokens/saas/wxnobody/access_token", 404)]
    [InlineData("/tokens/nobody/component_access_token", 404)]
    [InlineData("/tokens/saas/access_token", 404)]
    [InlineData("/tokens/saas/component_access_token/replace", 405)]
    [InlineData("/tokens/saas/wxshop0000000001/other", 404)]
    public async Task What_is_not_there_is_refused(string path, int status) => Assert.Equal(status, (await CallAsync(path)).Status);

    [Fact]
    public async Task An_account_that_left_has_no_token()
    {
        _rig.Put(PlatformRig.Shop, authorizer => authorizer with { State = AuthorizerState.Unauthorized });

        Assert.Equal(409, (await CallAsync($"/tokens/saas/{PlatformRig.Shop}/access_token")).Status);
    }

    [Fact]
    public async Task The_ticket_needs_the_scope_secrets()
    {
        var refused = await CallAsync("/tokens/saas/ticket", key: "tokens");

        Assert.Equal((403, -70403), (refused.Status, refused.Json.ErrorCode()));
        Assert.Contains("secrets", refused.Json.GetProperty("errmsg").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty((await CallAsync("/tokens/saas/ticket")).Json.GetProperty("component_verify_ticket").GetString()!);
    }

    [Fact]
    public async Task The_token_of_cloud_hosting_is_read_again_whenever_it_changes()
    {
        Assert.Equal(503, (await CallAsync("/tokens/saas/cloudbase_access_token")).Status);
        await File.WriteAllTextAsync(_file, "one\n", TestContext.Current.CancellationToken);
        var one = await CallAsync("/tokens/saas/cloudbase_access_token");
        await File.WriteAllTextAsync(_file, "two", TestContext.Current.CancellationToken);
        var two = await CallAsync("/tokens/saas/cloudbase_access_token");

        Assert.Equal("one", one.Json.GetProperty("cloudbase_access_token").GetString());
        Assert.Equal("two", two.Json.GetProperty("cloudbase_access_token").GetString());
        await File.WriteAllTextAsync(_file, new string('x', 100_000), TestContext.Current.CancellationToken);
        Assert.Equal(503, (await CallAsync("/tokens/saas/cloudbase_access_token")).Status);
    }

    [Fact]
    public async Task Services_beside_a_wxcomponent_find_its_paths_and_its_envelope()
    {
        var ticket = await CallAsync("/inner/ticket");
        var component = await CallAsync("/inner/component-access-token");
        var account = await CallAsync($"/inner/authorizer-access-token?appid={PlatformRig.Shop}");
        var none = await CallAsync("/inner/authorizer-access-token");
        var nobody = await CallAsync("/inner/authorizer-access-token?appid=wxnobody");

        Assert.Equal(0, ticket.Json.GetProperty("code").GetInt32());
        Assert.NotEmpty(ticket.Json.GetProperty("data").GetProperty("ticket").GetString()!);
        Assert.True(_rig.WeChat.IsTokenValid(component.Json.GetProperty("data").GetProperty("token").GetString()!));
        Assert.True(_rig.WeChat.IsTokenValid(account.Json.GetProperty("data").GetProperty("token").GetString()!));
        Assert.Equal((200, 1001), (none.Status, none.Json.GetProperty("code").GetInt32()));
        Assert.Equal((200, 1002), (nobody.Status, nobody.Json.GetProperty("code").GetInt32()));
        using var stranger = await Calls.SendAsync(_rig.Gateway.InternalAddress, "/inner/ticket");
        Assert.Equal(401, (int)stranger.StatusCode);
        using var outside = await Calls.SendAsync(_rig.Gateway.Address, "/inner/ticket", key: "all");
        Assert.Equal(404, (int)outside.StatusCode);
    }

    private Task<(int Status, JsonElement Json)> CallAsync(string path, string? body = null, string key = "all")
        => Calls.JsonAsync(
            _rig.Gateway.InternalAddress, path, content: body is null ? null
                : new StringContent(body, Encoding.UTF8, "application/json"), key: key);
}

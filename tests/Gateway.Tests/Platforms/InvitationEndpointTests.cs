using WxYarpGateway.Gateway.Tests.ApiProxy;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>Links by which an account's owner comes to the platform's page.</summary>
public sealed class InvitationEndpointTests : IAsyncLifetime
{
    private const string Page = "https://wx.example.com/wx/saas/authorize";

    private PlatformRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await PlatformRig.StartAsync(
        ("PublicUrl", "https://wx.example.com"), ("Services:saas:Authorization:Path", "/wx/saas/authorize"));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("", Page + "?invitation=")]
    [InlineData("?client=h5&authType=3&categories=1,118&state=a&life=30.00:00:00", Page + "/h5?invitation=")]
    public async Task A_link_has_its_QR_code(string query, string beginning)
    {
        var answer = await Calls.JsonAsync(_rig.Gateway.InternalAddress, "/platform/saas/authorization-url" + query);

        Assert.StartsWith(beginning, answer.Json.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("data:image/png;base64,", answer.Json.GetProperty("qr").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("31.00:00:00")]
    [InlineData("24:00:00")]
    public async Task All_that_is_wrong_is_said_at_once(string life)
    {
        var answer = await Calls.JsonAsync(
            _rig.Gateway.InternalAddress,
            $"/platform/saas/authorization-url?client=tv&authType=0&categories=1,x&life={life}&x=1");

        Assert.Equal(
            ["x", "client", "authType", "categories", "life"],
            answer.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()));
    }
}

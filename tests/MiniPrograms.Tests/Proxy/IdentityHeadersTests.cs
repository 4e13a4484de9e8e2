using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Proxy;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.MiniPrograms.Tests.Proxy;

public sealed class IdentityHeadersTests
{
    [Theory]
    [InlineData("User-Id", true)]
    [InlineData("user_openid", true)]
    [InlineData("User.Mobile", true)]
    [InlineData("UUID", true)]
    [InlineData("kelp_traceid", true)]
    [InlineData("x-wx-openid", true)]
    [InlineData("X_WX_Anything", true)]
    [InlineData("X-WeChat-Service", true)]
    [InlineData("User-Agent", false)]
    [InlineData("X-WXY", false)]
    [InlineData("uuids", false)]
    [InlineData("Authorization", false)]
    public void A_header_that_could_pass_for_ours_is_reserved(string name, bool isReserved)
        => Assert.Equal(isReserved, IdentityHeaders.IsReserved(name));

    [Fact]
    public void Naming_the_user_of_a_session_in_memory_allocates_next_to_nothing()
    {
        var app = AppOf();
        var user = UserHeaders.Of(new LoginUser(1, "wx1", "openid"));
        var headers = new HeaderDictionary { ["User-Agent"] = "phone", ["Accept"] = "*/*", ["User-App"] = "wx1", ["User-Token"] = "t" };
        IdentityHeaders.Set(headers, app, user);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 1_000; count++)
        {
            IdentityHeaders.Set(headers, app, user);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1_000, 0, 600);
    }

    private static LoginApp AppOf()
    {
        Assert.True(AppId.TryParse("wx1", out var appId));
        return new LoginApp(
            "mini", new Account("mini", ServiceKind.MiniProgram, appId, default, TokenEndpoint.Stable), new LoginOptions(), null);
    }
}

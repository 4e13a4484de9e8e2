using WxYarpGateway.Platform.AuthorizationPages;

namespace WxYarpGateway.Platform.Tests.AuthorizationPages;

public sealed class WeChatPageTests
{
    private static readonly WeChatPage Page = new(new Uri("https://mp.weixin.qq.com"), new Uri("https://open.weixin.qq.com"));
    private static readonly Uri Return = new("https://wx.example.com/wx/saas/authorize/return?state=abc");

    [Fact]
    public void A_desktop_gets_the_page_with_the_QR_code()
        => Assert.Equal(
            "https://mp.weixin.qq.com/cgi-bin/componentloginpage?component_appid=wxp&pre_auth_code=preauth%40%401"
                + "&redirect_uri=https%3A%2F%2Fwx.example.com%2Fwx%2Fsaas%2Fauthorize%2Freturn%3Fstate%3Dabc&auth_type=3&category_id_list=1%7C118",
            Page.AddressFor(AuthorizationClient.Pc, new Invitation("wxp", 3, null, ["1", "118"], null), "preauth@@1", Return).AbsoluteUri);

    [Fact]
    public void A_phone_gets_the_page_inside_WeChat()
    {
        var address = Page.AddressFor(AuthorizationClient.H5, Invitation.ToAnybody("wxp"), "p", Return).AbsoluteUri;

        Assert.StartsWith(
            "https://open.weixin.qq.com/wxaopen/safe/bindcomponent?action=bindcomponent&no_scan=1&component_appid=wxp&",
            address,
            StringComparison.Ordinal);
        Assert.EndsWith("#wechat_redirect", address, StringComparison.Ordinal);
        Assert.DoesNotContain("auth_type", address, StringComparison.Ordinal);
        Assert.DoesNotContain("category_id_list", address, StringComparison.Ordinal);
    }

    [Fact]
    public void One_invited_account_beats_the_type()
    {
        var address = Page.AddressFor(AuthorizationClient.Pc, new Invitation("wxp", 3, "wx1", null, null), "p", Return).AbsoluteUri;

        Assert.Contains("&biz_appid=wx1", address, StringComparison.Ordinal);
        Assert.DoesNotContain("auth_type", address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a&b=c")]
    [InlineData("#x")]
    public void What_stands_in_a_parameter_stays_in_it(string bizAppId)
    {
        var address = Page.AddressFor(AuthorizationClient.Pc, new Invitation("wxp", null, bizAppId, null, null), "p", Return);

        Assert.Contains("&biz_appid=" + Uri.EscapeDataString(bizAppId), address.AbsoluteUri, StringComparison.Ordinal);
    }
}

using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Tests.Accounts;

public sealed class AppIdTests
{
    [Theory]
    [InlineData("wx0123456789abcdef")]
    [InlineData("x")]
    [InlineData("微信-1:2/3")]
    public void Printable_text_without_spaces_is_an_appid(string text)
    {
        Assert.True(AppId.TryParse(text, out var appId));
        Assert.Equal(text, appId.Value);
        Assert.Equal(text, appId.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("wx 1")]
    [InlineData("wx1\n")]
    [InlineData("wx\u00001")]
    [InlineData("wx\u3000")]
    public void Anything_else_is_not(string? text)
    {
        Assert.False(AppId.TryParse(text, out var appId));
        Assert.Equal("", appId.Value);
        Assert.Equal("", default(AppId).ToString());
    }
}

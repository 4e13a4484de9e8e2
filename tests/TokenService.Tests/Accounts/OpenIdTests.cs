using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Tests.Accounts;

public sealed class OpenIdTests
{
    [Theory]
    [InlineData("oABCDE1234567890", "oABCDE…")]
    [InlineData("oA", "oA…")]
    public void An_openid_shows_its_first_six_characters_only(string text, string shown)
    {
        Assert.True(OpenId.TryParse(text, out var openId));
        Assert.Equal(text, openId.Value);
        Assert.Equal(shown, openId.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("o A")]
    public void Text_with_spaces_or_nothing_is_no_openid(string? text) => Assert.False(OpenId.TryParse(text, out _));
}

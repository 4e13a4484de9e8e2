using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Tests.Api;

public sealed class WeChatApiOptionsTests
{
    private static readonly WeChatApiOptionsValidator Validator = new();

    [Fact]
    public void The_defaults_are_WeChats_own_addresses_and_five_seconds()
    {
        var options = new WeChatApiOptions();

        Assert.Equal("https://api.weixin.qq.com/", options.ApiUrl.AbsoluteUri);
        Assert.Equal("https://open.weixin.qq.com/", options.OpenUrl.AbsoluteUri);
        Assert.Equal(TimeSpan.FromSeconds(5), options.Timeout);
        Assert.True(Validator.Validate(null, options).Succeeded);
    }

    [Theory]
    [InlineData("ftp://api.weixin.qq.com")]
    [InlineData("api.weixin.qq.com")]
    [InlineData("https://user:pass@api.weixin.qq.com")]
    [InlineData("https://api.weixin.qq.com/?a=b")]
    [InlineData("https://api.weixin.qq.com/#a")]
    public void An_address_that_cannot_be_called_is_refused(string url)
    {
        var options = new WeChatApiOptions
        {
            ApiUrl = new Uri(url, UriKind.RelativeOrAbsolute),
            OpenUrl = new Uri(url, UriKind.RelativeOrAbsolute)
        };

        var result = Validator.Validate(null, options);

        Assert.Equal(2, result.Failures?.Count());
        Assert.DoesNotContain("pass", result.FailureMessage!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(11)]
    public void A_timeout_that_a_lease_would_not_outlast_is_refused(int seconds) =>
        Assert.True(Validator.Validate(null, new WeChatApiOptions { Timeout = TimeSpan.FromSeconds(seconds) }).Failed);
}

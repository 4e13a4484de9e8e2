using WxYarpGateway.Gateway.ApiProxy.Tokens;

namespace WxYarpGateway.Gateway.Tests.ApiProxy.Tokens;

public sealed class AccessTokenQueryTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("?", "")]
    [InlineData("?access_token=x", "")]
    [InlineData("?access_token", "")]
    [InlineData("?Access_Token=x&a=1", "?a=1")]
    [InlineData("?a=1&access%5ftoken=x", "?a=1")]
    [InlineData("?a=1&+access_token%20=x", "?a=1")]
    [InlineData("?a=%E4%BD%A0&b=+&c", "?a=%E4%BD%A0&b=+&c")]
    [InlineData("?refresh_token=x&my_access_token=y&a=access_token", "?refresh_token=x&my_access_token=y&a=access_token")]
    [InlineData("?a=%zz&%=1", "?a=%zz&%=1")]
    public void A_callers_token_is_taken_out_and_nothing_else(string query, string rest)
        => Assert.Equal(rest, AccessTokenQuery.Without(query));

    [Theory]
    [InlineData("http://a/b", "http://a/b?access_token=T%26%2B")]
    [InlineData("http://a/b?c=%E4%BD%A0", "http://a/b?c=%E4%BD%A0&access_token=T%26%2B")]
    [InlineData("http://a/b?access_token=x", "http://a/b?access_token=T%26%2B")]
    public void Ours_is_put_at_the_end(string url, string with)
        => Assert.Equal(with, AccessTokenQuery.With(new Uri(url), "T&+").AbsoluteUri);
}

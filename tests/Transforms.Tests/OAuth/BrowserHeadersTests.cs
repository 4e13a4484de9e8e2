using WxYarpGateway.Transforms.OAuth;

namespace WxYarpGateway.Transforms.Tests.OAuth;

public sealed class BrowserHeadersTests
{
    [Theory]
    [InlineData("User-Agent")]
    [InlineData("Accept")]
    [InlineData("Accept-Encoding")]
    [InlineData("Accept-Language")]
    [InlineData("Authorization")]
    [InlineData("Referer")]
    [InlineData("Origin")]
    [InlineData("Cache-Control")]
    [InlineData("X-Custom")]
    [InlineData("X-Forwarded-For")]
    [InlineData("User-Agent-Extra")]
    public void What_tells_of_the_browser_goes_along(string name) => Assert.Equal("v", After(new() { [name] = "v" })[name]);

    [Theory]
    [InlineData("connection")]
    [InlineData("Upgrade")]
    [InlineData("TE")]
    [InlineData("Keep-Alive")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Proxy-Authorization")]
    [InlineData("Expect")]
    [InlineData("Content-Type")]
    [InlineData("content-encoding")]
    [InlineData("Content-Range")]
    [InlineData("If-None-Match")]
    [InlineData("If-Modified-Since")]
    [InlineData("If-Match")]
    [InlineData("If-Range")]
    [InlineData("Range")]
    [InlineData("Sec-Fetch-Site")]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("x-wechat-service")]
    [InlineData("X_WeChat_AppId")]
    [InlineData("X-WeChat-Started")]
    [InlineData("USER-OPENID")]
    [InlineData("User_Unionid")]
    [InlineData("user-token")]
    public void What_makes_no_sense_or_could_pass_for_ours_does_not(string name) => Assert.Empty(After(new() { [name] = "v" }));

    [Fact]
    public void Headers_that_are_named_for_the_connection_stay_here()
    {
        var headers = After(
            new() { ["Connection"] = new[] { "close, X-Hop", "x-other" }, ["X-Hop"] = "1", ["X-Other"] = "2", ["X-Mine"] = "3" });

        Assert.Equal(["X-Mine"], headers.Keys);
    }

    [Theory]
    [InlineData("a=1; b=\"2 ;\"; c= x ", "a=1; b=\"2 ;\"; c= x ")]
    [InlineData("a=1;b=2", "a=1;b=2")]
    [InlineData("a=1; wxgw-oauth-wxgwstart0=v; b=2", "a=1; b=2")]
    [InlineData("wxgw-oauth-wxgwstart0=v; b=中", "b=中")]
    [InlineData("b=2; wxgw-oauth-x=v;wxgw-oauth-y=w", "b=2")]
    [InlineData("notwxgw-oauth-x=v", "notwxgw-oauth-x=v")]
    [InlineData("a=wxgw-oauth-x", "a=wxgw-oauth-x")]
    public void Cookies_go_along_to_the_letter_but_for_ours(string cookies, string expected)
        => Assert.Equal(expected, After(new() { ["Cookie"] = cookies })["Cookie"]);

    [Fact]
    public void A_browser_with_no_cookie_but_ours_has_none_for_the_backend()
        => Assert.False(After(new() { ["Cookie"] = "wxgw-oauth-x=v; wxgw-oauth-y=v" }).ContainsKey("Cookie"));

    [Fact]
    public void Several_lines_of_cookies_stay_several()
        => Assert.Equal(
            ["a=1", "b=2"],
            After(new() { ["Cookie"] = new[] { "a=1; wxgw-oauth-x=v", "wxgw-oauth-y=v", "b=2" } })["Cookie"].Select(value => value!));

    private static HeaderDictionary After(HeaderDictionary headers)
    {
        BrowserHeaders.Drop(headers);
        return headers;
    }
}

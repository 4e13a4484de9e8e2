using WxYarpGateway.Transforms.OAuth;

namespace WxYarpGateway.Transforms.Tests.OAuth;

public sealed class AuthorizeQueryTests
{
    private const string NotAllowed
        = "to must be a path of this host, or an http or https address at one of the OAuthReturnHosts, "
            + "percent-encoded where it is not plain ASCII.";

    [Theory]
    [InlineData("", "snsapi_base", "", null)]
    [InlineData("?scope=&state=&to=", "snsapi_base", "", null)]
    [InlineData("?scope=snsapi_userinfo&state=a%26b&to=%2Fmenu%3Fa%3D1&other=x", "snsapi_userinfo", "a&b", "/menu?a=1")]
    [InlineData("?to=https%3A%2F%2Fshop.example.com%2Fx", "snsapi_base", "", "https://shop.example.com/x")]
    public void Parameters_are_read_and_have_defaults(string query, string scope, string state, string? to)
    {
        Assert.True(AuthorizeQuery.TryRead(new QueryString(query), ["shop.example.com"], out var read, out _));

        Assert.Equal(new AuthorizeQuery(scope, state, to), read);
    }

    [Theory]
    [InlineData("?scope=snsapi_login", "scope must be snsapi_base or snsapi_userinfo.")]
    [InlineData("?scope=snsapi_base%26redirect_uri%3Dx", "scope must be snsapi_base or snsapi_userinfo.")]
    [InlineData("?scope=snsapi_base&scope=snsapi_base", "scope is there more than once.")]
    [InlineData("?to=/a&%74o=//evil.com", "to is there more than once.")]
    [InlineData("?state=a&state=b", "state is there more than once.")]
    [InlineData("?to=//evil.com", NotAllowed)]
    [InlineData("?to=https%3A%2F%2Fevil.com", NotAllowed)]
    public void What_is_wrong_is_named(string query, string message)
    {
        Assert.False(AuthorizeQuery.TryRead(new QueryString(query), ["shop.example.com"], out _, out var error));

        Assert.Equal((400, message), (error.Status, error.Message));
    }

    [Fact]
    public void State_and_address_have_an_end()
    {
        Assert.False(AuthorizeQuery.TryRead(new QueryString("?state=" + new string('s', 129)), [], out _, out var state));
        Assert.False(AuthorizeQuery.TryRead(new QueryString("?to=/" + new string('s', 2048)), [], out _, out var to));

        Assert.Equal("state must have at most 128 characters.", state.Message);
        Assert.Equal("to must have at most 2048 characters.", to.Message);
    }
}

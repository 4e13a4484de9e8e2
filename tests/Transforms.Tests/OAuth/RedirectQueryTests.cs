using WxYarpGateway.Transforms.OAuth;

namespace WxYarpGateway.Transforms.Tests.OAuth;

public sealed class RedirectQueryTests
{
    [Theory]
    [InlineData("?code=C&state=S", "C", "S")]
    [InlineData("?state=S", "", "S")]
    [InlineData("?code=&state=", "", "")]
    [InlineData("", "", "")]
    [InlineData("?code=a%26appid%3Devil&state=a%20b%2Bc+d", "a&appid=evil", "a b+c d")]
    [InlineData("?Code=x&x=code", "", "")]
    public void Code_and_state_are_read_decoded(string query, string code, string state)
        => Assert.Equal(new RedirectQuery(code, state, null), RedirectQuery.Read(new QueryString(query)));

    [Theory]
    [InlineData("?code=A&code=B", "The code is there more than once.")]
    [InlineData("?code=A&code=A", "The code is there more than once.")]
    [InlineData("?code=A&%63ode=B", "The code is there more than once.")]
    [InlineData("?code=A&state=x&state=wxgwstart", "The state is there more than once.")]
    public void What_is_there_twice_is_an_error(string query, string error)
        => Assert.Equal(error, RedirectQuery.Read(new QueryString(query)).Error);

    [Fact]
    public void A_state_has_an_end()
    {
        Assert.Null(RedirectQuery.Read(new QueryString("?state=" + new string('s', 128))).Error);
        Assert.Equal(
            new RedirectQuery("", "", "The state is longer than 128 characters."),
            RedirectQuery.Read(new QueryString("?code=C&state=" + new string('s', 129))));
    }
}

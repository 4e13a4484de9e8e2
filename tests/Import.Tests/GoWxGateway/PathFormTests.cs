using WxYarpGateway.Import.Configuration;
using WxYarpGateway.Import.GoWxGateway;

namespace WxYarpGateway.Import.Tests.GoWxGateway;

public sealed class PathFormTests
{
    [Theory]
    [InlineData("/wx")]
    [InlineData("/wx/")]
    [InlineData("/")]
    [InlineData("/微信/a.b~c-_%20")]
    [InlineData("")]
    public void A_path_stays_as_it_is(string path)
    {
        var found = new Found<string>(path, []);

        Assert.Same(found, PathForm.OfMessages(found));
    }

    [Theory]
    [InlineData("wx", "/wx", "the path had no slash at its beginning, so it was never reached")]
    [InlineData("/wx  --服务器地址", "/wx", "an explanation stood behind the value, and is left out")]
    public void One_that_can_be_fixed_is(string path, string corrected, string note)
    {
        var found = PathForm.OfMessages(new Found<string>(path, []));

        Assert.Equal(corrected, found.Value);
        Assert.Equal([note], found.Notes);
    }

    [Theory]
    [InlineData("/wx?a=b")]
    [InlineData("/wx#a")]
    [InlineData("/{wx}")]
    [InlineData("/wx/*")]
    [InlineData("/:wx")]
    [InlineData("/wx//a")]
    [InlineData("/w x")]
    [InlineData("/wx\n")]
    [InlineData("http://a/wx")]
    public void One_that_cannot_be_served_is_none(string path)
    {
        var found = PathForm.OfMessages(new Found<string>(path, []));

        Assert.Equal("", found.Value);
        Assert.StartsWith("fill in another path: ", found.Notes[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/redirect", "/redirect")]
    [InlineData("menu/redirect", "/menu/redirect")]
    [InlineData("/redirect  --授权", "/redirect")]
    [InlineData("/微信", "")]
    [InlineData("/a%20b", "")]
    [InlineData("//a", "")]
    public void A_path_that_browsers_see_is_ascii(string path, string served)
        => Assert.Equal(served, PathForm.OfOAuth(new Found<string>(path, [])).Value);
}

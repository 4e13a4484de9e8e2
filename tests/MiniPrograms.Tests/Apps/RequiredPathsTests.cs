using WxYarpGateway.MiniPrograms.Apps;

namespace WxYarpGateway.MiniPrograms.Tests.Apps;

public sealed class RequiredPathsTests
{
    private static readonly RequiredPaths Some = new(["/private/*", "/only", "/Deep/er/*"]);

    [Theory]
    [InlineData("/private")]
    [InlineData("/private/")]
    [InlineData("/private/a/b")]
    [InlineData("/PRIVATE/a")]
    [InlineData("/only")]
    [InlineData("/only/")]
    [InlineData("/deep/er/x")]
    [InlineData("//private/a")]
    [InlineData("/private%2Fa")]
    [InlineData("/private%252Fa")]
    [InlineData("/x/..%2fprivate/a")]
    [InlineData("/x/..%5cprivate/a")]
    [InlineData("/./private/a")]
    [InlineData("/private;v=1/a")]
    [InlineData("/%70rivate/a")]
    [InlineData("\\private\\a")]
    [InlineData("/..%2f..%2fprivate/a")]
    public void A_path_that_some_backend_reads_as_one_of_them_needs_a_login(string path) => Assert.True(Some.Include(path));

    [Theory]
    [InlineData("/")]
    [InlineData("/privately")]
    [InlineData("/only/below")]
    [InlineData("/open/private")]
    [InlineData("/deep")]
    [InlineData("/a%2Fprivate")]
    [InlineData("/100%")]
    public void Any_other_does_not(string path) => Assert.False(Some.Include(path));

    [Fact]
    public void A_single_asterisk_stands_for_all()
    {
        var all = new RequiredPaths(["/*"]);

        Assert.True(all.Include("/"));
        Assert.True(all.Include("/x"));
        Assert.False(new RequiredPaths([]).Include("/x"));
    }
}

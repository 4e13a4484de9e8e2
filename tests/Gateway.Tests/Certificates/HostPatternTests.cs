using WxYarpGateway.Gateway.Certificates;

namespace WxYarpGateway.Gateway.Tests.Certificates;

public sealed class HostPatternTests
{
    [Theory]
    [InlineData("Default", "Default")]
    [InlineData("default", "Default")]
    [InlineData("*", "Default")]
    [InlineData("WX.Example.com", "wx.example.com")]
    [InlineData("*.example.com", "*.example.com")]
    [InlineData("例子.中国", "xn--fsqu00a.xn--fiqs8s")]
    [InlineData("localhost", "localhost")]
    [InlineData("wx.example.com.", "wx.example.com")]
    public void A_host_or_one_with_an_asterisk_is_a_key(string key, string read) => Assert.Equal(read, HostPattern.Read(key));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("*.*.example.com")]
    [InlineData("wx.*.com")]
    [InlineData("*example.com")]
    [InlineData("https://wx.example.com")]
    [InlineData("wx.example.com:443")]
    [InlineData("*.")]
    [InlineData("[::1]")]
    public void Others_are_none(string key) => Assert.Null(HostPattern.Read(key));

    [Fact]
    public void The_best_key_comes_first()
    {
        Assert.Equal(["wx.example.com", "*.example.com", "Default"], HostPattern.Fitting("wx.example.com"));
        Assert.Equal(["localhost", "Default"], HostPattern.Fitting("localhost"));
        Assert.Equal(["Default"], HostPattern.Fitting(null));
        Assert.Equal(["Default"], HostPattern.Fitting(""));
        Assert.Equal(["a.b", "*.b", "Default"], HostPattern.Fitting("a.b."));
        Assert.Equal([".b", "Default"], HostPattern.Fitting(".b"));
    }
}

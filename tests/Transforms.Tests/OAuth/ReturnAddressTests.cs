using WxYarpGateway.Transforms.OAuth;

namespace WxYarpGateway.Transforms.Tests.OAuth;

public sealed class ReturnAddressTests
{
    private static readonly string[] Hosts = ["shop.example.com", "dev.example.com:8443", "127.0.0.1:5000"];

    [Theory]
    [InlineData("/")]
    [InlineData("/menu?x=1&y=//z#top")]
    [InlineData("/a/../b")]
    [InlineData("/@evil.com")]
    [InlineData("https://shop.example.com")]
    [InlineData("https://shop.example.com/a?b=c#d")]
    [InlineData("https://shop.example.com?next=https://other.example")]
    [InlineData("HTTPS://SHOP.Example.COM/A")]
    [InlineData("http://shop.example.com:80/")]
    [InlineData("https://shop.example.com:443/")]
    [InlineData("https://shop.example.com:0443")]
    [InlineData("https://dev.example.com:8443/x")]
    [InlineData("http://127.0.0.1:5000/x")]
    [InlineData("https://shop.example.com/%E4%B8%AD%0D%0A")]
    public void An_own_path_or_an_allowed_host_is_fine(string address) => Assert.True(ReturnAddress.IsAllowed(address, Hosts));

    [Theory]
    [InlineData("")]
    [InlineData(" /x")]
    [InlineData("x")]
    [InlineData("//evil.com")]
    [InlineData("///evil.com")]
    [InlineData("/\\evil.com")]
    [InlineData("\\\\evil.com")]
    [InlineData("/x\\y")]
    [InlineData("/.//evil.com")]
    [InlineData("/a/..//evil.com")]
    [InlineData("/\t/evil.com")]
    [InlineData("/\r\nSet-Cookie: a=b")]
    [InlineData("/x\0")]
    [InlineData("/中文")]
    [InlineData("/x\" onload=\"y")]
    [InlineData("/<script>")]
    [InlineData("javascript:alert(1)")]
    [InlineData("JavaScript://shop.example.com/%0Aalert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("ftp://shop.example.com/")]
    [InlineData("https:shop.example.com")]
    [InlineData("https:/shop.example.com")]
    [InlineData("https:///shop.example.com")]
    [InlineData("https:\\\\shop.example.com")]
    [InlineData("https://")]
    [InlineData("https://evil.com")]
    [InlineData("https://evil.com/shop.example.com")]
    [InlineData("https://evil.com?shop.example.com")]
    [InlineData("https://evil.com#shop.example.com")]
    [InlineData("https://evil.com\\.shop.example.com")]
    [InlineData("https://shop.example.com@evil.com")]
    [InlineData("https://shop.example.com:443@evil.com")]
    [InlineData("https://evil@shop.example.com")]
    [InlineData("https://shop.example.com.evil.com")]
    [InlineData("https://evilshop.example.com")]
    [InlineData("https://a.shop.example.com")]
    [InlineData("https://shop.example.com.")]
    [InlineData("https://shop.example.com:8080")]
    [InlineData("http://shop.example.com:443")]
    [InlineData("https://shop.example.com:")]
    [InlineData("https://shop.example.com:443:443")]
    [InlineData("https://dev.example.com")]
    [InlineData("https://shop.example.com%2eevil.com")]
    [InlineData("https://%73hop.example.com")]
    [InlineData("https://ｓhop.example.com")]
    [InlineData("https://shop。example。com")]
    [InlineData("https://shop.example.com\u00AD")]
    [InlineData("https://shop.exam\tple.com")]
    [InlineData("https://shop.example.com\r\nX: y")]
    [InlineData("https://[::1]/")]
    [InlineData("https://0x7f.1:5000/")]
    [InlineData("https://2130706433:5000/")]
    public void Anything_else_is_not(string address) => Assert.False(ReturnAddress.IsAllowed(address, Hosts));

    [Fact]
    public void Without_allowed_hosts_only_own_paths_are_fine()
    {
        Assert.True(ReturnAddress.IsAllowed("/x", []));
        Assert.False(ReturnAddress.IsAllowed("https://shop.example.com", []));
    }

    [Fact]
    public void An_address_has_an_end()
    {
        Assert.True(ReturnAddress.IsAllowed("/" + new string('x', 2047), []));
        Assert.False(ReturnAddress.IsAllowed("/" + new string('x', 2048), []));
    }

    [Fact]
    public void Whatever_is_allowed_leads_a_browser_to_an_allowed_host()
    {
        var random = new Random(4);
        string[] pieces =
        [
            "https", "http", ":", "/", "//", "\\", "@", "shop.example.com", "evil.com", ".", "?", "#", "%2f", "\t", ":443", ":8443",
            "x", "-", "javascript:", "[", "]", "dev.example.com",
        ];
        var page = new Uri("https://wx.example.com/redirect");
        for (var attempt = 0; attempt < 200_000; attempt++)
        {
            var address = string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (ReturnAddress.IsAllowed(address, Hosts))
            {
                Assert.Contains(new Uri(page, address).Host, new[] { "wx.example.com", "shop.example.com", "dev.example.com" });
            }
        }
    }
}

using System.Net;
using WxYarpGateway.Transforms.CallbackIps;

namespace WxYarpGateway.Transforms.Tests.CallbackIps;

public sealed class AddressRangeTests
{
    [Theory]
    [InlineData("101.226.103.0/25", "101.226.103.0/25")]
    [InlineData("101.226.103.77/25", "101.226.103.0/25")]
    [InlineData("1.2.3.4", "1.2.3.4/32")]
    [InlineData("1.2.3.4/32", "1.2.3.4/32")]
    [InlineData("128.0.0.0/1", "128.0.0.0/1")]
    [InlineData("2001:db8::1", "2001:db8::1/128")]
    [InlineData("2001:DB8:1:2:3::/64", "2001:db8:1:2::/64")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3/32")]
    [InlineData("::ffff:10.1.2.3/104", "10.0.0.0/8")]
    public void Addresses_and_ranges_are_read(string text, string range)
    {
        Assert.True(AddressRange.TryParse(text, out var parsed));
        Assert.Equal(range, parsed.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("1")]
    [InlineData("10.1")]
    [InlineData("010.0.0.1")]
    [InlineData("0x0a.0.0.1")]
    [InlineData("256.0.0.1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.4 ")]
    [InlineData("1.2.3.4:80")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("fe80::1%eth0")]
    [InlineData("1.2.3.4/")]
    [InlineData("1.2.3.4/33")]
    [InlineData("1.2.3.4/-1")]
    [InlineData("1.2.3.4/+8")]
    [InlineData("1.2.3.4/ 8")]
    [InlineData("1.2.3.4/8/8")]
    [InlineData("2001:db8::/129")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("::ffff:0.0.0.0/96")]
    [InlineData("::ffff:10.1.2.3/64")]
    [InlineData("*")]
    [InlineData("localhost")]
    public void Anything_else_is_not_and_neither_is_the_whole_world(string? text) => Assert.False(AddressRange.TryParse(text, out _));

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("11.0.0.0", false)]
    [InlineData("1.2.3.4", true)]
    [InlineData("1.2.3.5", false)]
    [InlineData("::ffff:1.2.3.4", true)]
    [InlineData("2001:db8::5", true)]
    [InlineData("2001:db9::5", false)]
    [InlineData("::1.2.3.4", false)]
    public void A_set_has_an_address_in_whichever_form_it_comes(string address, bool isIn)
    {
        string[] ranges = ["10.0.0.0/8", "1.2.3.4", "2001:db8::/32"];
        var set = new AddressSet(
            ranges.Select(text => AddressRange.TryParse(text, out var range) ? range : throw new FormatException(text)));

        Assert.Equal(isIn, set.Contains(IPAddress.Parse(address)));
    }
}

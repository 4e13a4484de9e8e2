using WxYarpGateway.Import.Configuration;
using WxYarpGateway.Import.GoWxGateway;

namespace WxYarpGateway.Import.Tests.GoWxGateway;

public sealed class ServiceNamesTests
{
    [Theory]
    [InlineData("shop")]
    [InlineData("店铺")]
    [InlineData("a.b c~d")]
    [InlineData("🛒")]
    public void A_name_that_can_be_a_key_stays(string name)
    {
        var found = Found(name);

        Assert.Same(found, new ServiceNames([name]).First(found));
    }

    [Theory]
    [InlineData("", "service")]
    [InlineData("  ", "service")]
    [InlineData("一个名字，随便取", "service")]
    [InlineData("a:b", "a-b")]
    [InlineData("a/b%2F{c}", "a-b-2F-c-")]
    [InlineData("..", "service")]
    [InlineData(" a ", "a")]
    [InlineData("a\nb\u0000", "a-b-")]
    public void Another_becomes_one(string name, string ours)
    {
        var named = new ServiceNames([name]).First(Found(name));

        Assert.Equal(ours, named.Value);
        Assert.Contains($"s={ours}", Assert.Single(named.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_name_is_cut_between_characters()
    {
        var name = new string('a', 63) + "🛒";

        Assert.Equal(new string('a', 63), new ServiceNames([name]).First(Found(name)).Value);
    }

    [Fact]
    public void No_two_names_are_alike_but_for_their_case()
    {
        string[] all = ["Shop", "shop", "SHOP", "shop-2", "a:b", "a-b", "", " "];
        var names = new ServiceNames(all);

        var ours = all.Select(name => names.First(Found(name)).Value).Concat(all.Select(name => names.Another(Found(name)).Value)).ToList();

        Assert.Equal(ours.Count, ours.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(["Shop", "shop-3", "SHOP-4", "shop-2", "a-b-2", "a-b", "service", "service-2"], ours.Take(all.Length));
        Assert.All(ours, name => Assert.InRange(name.Length, 1, 64));
    }

    private static Found<string> Found(string name) => new(name, []);
}

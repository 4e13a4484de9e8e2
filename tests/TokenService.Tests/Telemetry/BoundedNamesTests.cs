using System.Buffers;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.TokenService.Tests.Telemetry;

public sealed class BoundedNamesTests
{
    private const int Most = 3;

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz");

    private readonly BoundedNames _names = new(["known", "AlsoKnown"], Most, 5, Letters, "other");

    [Theory]
    [InlineData("known", "known")]
    [InlineData("AlsoKnown", "AlsoKnown")]
    [InlineData("fresh", "fresh")]
    [InlineData("", "other")]
    [InlineData("toolong", "other")]
    [InlineData("a b", "other")]
    [InlineData("A", "other")]
    [InlineData("a\n", "other")]
    public void Only_what_is_known_or_well_formed_passes(string name, string passed) => Assert.Equal(passed, _names.Of(name));

    [Fact]
    public void There_are_never_more_than_so_many()
    {
        var passed = Enumerable.Range(0, 1000).Select(
            number => _names.Of($"{(char)('a' + (number % 26))}{(char)('a' + (number / 26 % 26))}")).ToHashSet();

        Assert.Equal(["aa", "ba", "ca", "other"], passed.Order());
        Assert.Equal("aa", _names.Of("aa"));
        Assert.Equal("known", _names.Of("known"));
    }

    [Fact]
    public async Task There_are_never_more_when_many_come_at_once()
    {
        var passed = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(number => Task.Run(() => _names.Of(new string((char)('a' + (number % 26)), 2)))));

        Assert.Equal(Most + 1, passed.Distinct().Count());
    }
}

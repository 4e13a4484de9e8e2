using WxYarpGateway.Console.Access.Accounts;

namespace WxYarpGateway.Console.Tests.Access;

public sealed class PasswordRuleTests
{
    private readonly PasswordRule _rule = new(new CommonPasswords());

    [Theory]
    [InlineData("short", "PasswordShort")]
    [InlineData("elevenchars", "PasswordShort")]
    [InlineData("123qweasdzxc", "PasswordCommon")]
    [InlineData("123QWEasdzxc", "PasswordCommon")]
    [InlineData("aaaaaaaaaaaaaaaa", "PasswordCommon")]
    [InlineData("woaiwoaiwoaiwoai", "PasswordCommon")]
    [InlineData("1234567890123456", "PasswordCommon")]
    [InlineData("qwertyuiopasdfgh", "PasswordCommon")]
    [InlineData("zyxwvutsrqponmlk", "PasswordCommon")]
    [InlineData("i am Operator one", "PasswordName")]
    [InlineData("correct horse battery", null)]
    [InlineData("正确的马和电池订书钉很好用", null)]
    public void A_password_is_long_enough_and_not_what_is_tried_first(string password, string? problem)
        => Assert.Equal(problem, _rule.Problem("operator", password));

    [Fact]
    public void A_password_has_128_characters_at_most()
    {
        var longest = string.Concat(Enumerable.Range(0, 16).Select(number => $"{number * 7919:x8}"));

        Assert.Null(_rule.Problem("operator", longest));
        Assert.Equal("PasswordLong", _rule.Problem("operator", longest + "x"));
    }
}

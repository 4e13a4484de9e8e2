using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Tests.Api;

public sealed class ErrorSentenceTests
{
    [Theory]
    [InlineData(40164, "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist", "Add the IP 203.0.113.7 to")]
    [InlineData(40164, "invalid ip 203.0.113.7, not in whitelist hint: [x]", "Add the IP 203.0.113.7 to")]
    [InlineData(40164, "invalid ip 2001:db8::1 ipv6 2001:db8::1, not in whitelist", "Add the IP 2001:db8::1 to")]
    [InlineData(40164, "invalid ip <script>", "Add the gateway's public IP to")]
    [InlineData(61004, "access clientip is not registered requestIP: 203.0.113.7", "Add the IP 203.0.113.7 to")]
    [InlineData(45035, "access clientip is not registered", "Add the gateway's public IP to")]
    public void The_ip_to_whitelist_is_named_when_WeChat_names_it(int code, string errmsg, string expected) =>
        Assert.Contains(expected, new Envelope(code, errmsg).ToError([]).Message, StringComparison.Ordinal);

    [Fact]
    public void A_secret_that_the_cut_would_break_is_masked_before_it()
    {
        var message = new Envelope(40125, new string('x', 195) + "secret-value").ToError(["secret-value", ""]).Message;

        Assert.Contains("x***", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secr", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_WeChat_says_stays_on_one_line_and_short()
    {
        var message = new Envelope(1, "a\r\nFAKE LOG LINE\u0007" + string.Concat(Enumerable.Repeat("😀", 1000))).ToError([]).Message;

        Assert.StartsWith("WeChat answered errcode 1 ('a  FAKE LOG LINE 😀", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 100, 250);
        Assert.DoesNotContain('\uFFFD', message);
    }

    [Fact]
    public void An_errcode_without_words_is_a_sentence_too() =>
        Assert.Equal("WeChat answered errcode 40013. Check the AppId.", new Envelope(40013, "").ToError([]).Message);
}

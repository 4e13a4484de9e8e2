using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Pipeline;

public sealed class PushQueryTests
{
    [Fact]
    public void All_that_WeChat_signs_is_read()
    {
        var query = Read("?signature=s&msg_signature=m&timestamp=1&nonce=n&echostr=e&encrypt_type=aes&openid=o");

        Assert.Equal(("s", "m", "1", "n", "e", true), Parts(query));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("?&&")]
    [InlineData("?signature")]
    [InlineData("?SIGNATURE=s&Nonce=n&Echostr=e&TIMESTAMP=1&Encrypt_Type=aes")]
    [InlineData("?%73ignature=s")]
    [InlineData("?signature%00=s")]
    public void What_is_absent_is_empty(string text)
    {
        var query = Read(text);

        Assert.Equal(("", "", "", "", null, false), Parts(query));
    }

    [Fact]
    public void An_empty_echo_is_not_an_absent_one()
    {
        Assert.Equal("", Read("?echostr=").Echo);
        Assert.Equal("", Read("?echostr").Echo);
        Assert.Null(Read("?signature=s").Echo);
    }

    [Fact]
    public void The_first_of_two_counts()
    {
        var query = Read("?signature=a&signature=b&nonce=&nonce=n&encrypt_type=raw&encrypt_type=aes&echostr=1&echostr=2");

        Assert.Equal(("a", "", "1", false), (query.Signature, query.Nonce, query.Echo, query.IsEncrypted));
    }

    [Theory]
    [InlineData("a%2Bb", "a+b")]
    [InlineData("a+b", "a b")]
    [InlineData("a%20b", "a b")]
    [InlineData("%E4%BD%A0", "你")]
    [InlineData("%3C%3E%26%3D", "<>&=")]
    [InlineData("a=b=", "a=b=")]
    [InlineData("%zz%", "%zz%")]
    [InlineData("%00", "\0")]
    [InlineData("a%25b", "a%b")]
    [InlineData("%252B", "%2B")]
    public void Values_are_decoded_once(string encoded, string value)
    {
        var query = Read($"?nonce={encoded}&echostr={encoded}");

        Assert.Equal(value, query.Nonce);
        Assert.Equal(value, query.Echo);
    }

    [Theory]
    [InlineData("aes", true)]
    [InlineData("raw", false)]
    [InlineData("", false)]
    [InlineData("AES", false)]
    [InlineData("aes ", false)]
    [InlineData("%61es", true)]
    public void Only_aes_is_encrypted(string type, bool isEncrypted)
        => Assert.Equal(isEncrypted, Read($"?encrypt_type={type}").IsEncrypted);

    private static (string, string, string, string, string?, bool) Parts(PushQuery query)
        => (query.Signature, query.MessageSignature, query.Timestamp, query.Nonce, query.Echo, query.IsEncrypted);

    private static PushQuery Read(string query) => PushQuery.Read(new QueryString(query));
}

using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.MiniPrograms.Sessions;

namespace WxYarpGateway.MiniPrograms.Tests.Sessions;

public sealed class TokenDigestTests
{
    [Fact]
    public void Of_ten_thousand_tokens_of_one_second_no_two_are_alike()
    {
        var tokens = Enumerable.Range(0, 10_000).AsParallel().Select(_ => TokenDigest.Create().Token).ToHashSet();

        Assert.Equal(10_000, tokens.Count);
        Assert.All(tokens, token => Assert.Matches("^[A-Za-z0-9_-]{43}$", token));

        // Each character takes all its values, so nothing in a token is a time or a counter. The last has 4 bits.
        for (var index = 0; index < 42; index++)
        {
            Assert.Equal(64, tokens.Select(token => token[index]).Distinct().Count());
        }
    }

    [Fact]
    public void It_is_the_SHA_256_of_the_tokens_text()
    {
        var (token, digest) = TokenDigest.Create();

        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes(token)), digest.ToBytes());
        Assert.Equal(digest, TokenDigest.Of(token));
        Assert.Equal(digest, TokenDigest.FromBytes(digest.ToBytes()));
        Assert.True(TokenDigest.TryParse(digest.ToString(), out var read));
        Assert.Equal(digest, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("小明🌸")]
    [InlineData("\uD83C")]
    public void Whatever_a_client_sends_has_a_digest(string token) => Assert.NotEqual(default, TokenDigest.Of(token));

    [Fact]
    public void A_token_with_something_behind_it_is_another()
    {
        var (token, digest) = TokenDigest.Create();

        Assert.NotEqual(digest, TokenDigest.Of(token + "A"));
        Assert.NotEqual(digest, TokenDigest.Of(token + new string('A', 1 << 20)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("zz")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg")]
    public void Other_text_is_no_digest(string text) => Assert.False(TokenDigest.TryParse(text, out _));
}

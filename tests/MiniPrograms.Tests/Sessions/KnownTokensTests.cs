using WxYarpGateway.MiniPrograms.Sessions;

namespace WxYarpGateway.MiniPrograms.Tests.Sessions;

public sealed class KnownTokensTests
{
    private readonly KnownTokens _tokens = new();

    [Fact]
    public void A_token_that_was_good_is_known_and_has_the_same_digest()
    {
        var (token, digest) = TokenDigest.Create();

        Assert.Equal(digest, _tokens.DigestOf(token, out var hash));
        Assert.NotNull(hash);
        _tokens.Remember(hash.Value, digest);

        Assert.Equal(digest, _tokens.DigestOf(new string(token), out var again));
        Assert.Null(again);
    }

    [Fact]
    public void A_token_that_nobody_called_good_is_not_remembered()
    {
        var (token, digest) = TokenDigest.Create();

        for (var count = 0; count < 3; count++)
        {
            Assert.Equal(digest, _tokens.DigestOf(token, out var hash));
            Assert.NotNull(hash);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH")]
    public void A_text_that_is_as_long_as_no_token_is_never_known(string text)
    {
        Assert.Equal(TokenDigest.Of(text), _tokens.DigestOf(text, out var hash));
        Assert.Null(hash);
    }

    [Fact]
    public void Each_of_more_tokens_than_are_known_has_its_digest()
    {
        var (token, digest) = TokenDigest.Create();
        for (var count = 0; count <= KnownTokens.Most; count++)
        {
            _tokens.Remember((UInt128)count, default);
        }

        Assert.Equal(digest, _tokens.DigestOf(token, out var hash));
        _tokens.Remember(hash!.Value, digest);

        Assert.Equal(digest, _tokens.DigestOf(token, out hash));
        Assert.Null(hash);
    }
}

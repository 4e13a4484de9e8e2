using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WxYarpGateway.Transforms.Envelopes;

namespace WxYarpGateway.Transforms.Tests.Envelopes;

public sealed class ShortSha1Tests
{
    /// <summary>Source: RFC 3174, 7.3 (TEST1); FIPS 180-4's examples; the digest of nothing is in NIST's SHA1ShortMsg.rsp.</summary>
    [Theory]
    [InlineData("", "da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [InlineData("abc", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("a", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8")]
    [InlineData("The quick brown fox jumps over the lazy dog", "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12")]
    public void A_published_text_has_its_digest(string text, string digest)
        => Assert.Equal(digest, Convert.ToHexStringLower(Hash(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void Every_length_is_hashed_as_the_framework_does()
    {
        for (var length = 0; length <= ShortSha1.Longest; length++)
        {
            Agrees(new byte[length]);
            Agrees([.. Enumerable.Repeat((byte)0xFF, length)]);
            Agrees([.. Enumerable.Range(0, length).Select(number => (byte)(number * 37))]);
        }
    }

    [Fact]
    public void Any_text_is_hashed_as_the_framework_does()
        => Prop.ForAll<byte[]>(text => Agrees(text.AsSpan(0, Math.Min(text.Length, ShortSha1.Longest))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(80));

    [Fact]
    public void A_longer_text_is_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => Hash(new byte[ShortSha1.Longest + 1]));

    private static void Agrees(ReadOnlySpan<byte> text)
    {
        // What is compared with is SHA-1 as well.
#pragma warning disable CA5350
        Assert.Equal(SHA1.HashData(text), Hash(text));
#pragma warning restore CA5350
    }

    private static byte[] Hash(ReadOnlySpan<byte> text)
    {
        var digest = new byte[20];
        ShortSha1.Hash(text, digest);
        return digest;
    }
}

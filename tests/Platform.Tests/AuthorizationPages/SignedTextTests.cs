using System.Buffers.Text;
using WxYarpGateway.Platform.AuthorizationPages;

namespace WxYarpGateway.Platform.Tests.AuthorizationPages;

public sealed class SignedTextTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\":1}")]
    [InlineData("你好 😀")]
    public void A_text_is_read_again_until_its_end(string text)
    {
        var signed = SignedText.Sign(Key, "p", text, Now.AddMinutes(1));

        Assert.Equal(text, SignedText.Read(Key, "p", signed, Now));
        Assert.Equal(text, SignedText.Read(Key, "p", signed, Now.AddMinutes(1).AddMilliseconds(-1)));
        Assert.Null(SignedText.Read(Key, "p", signed, Now.AddMinutes(1)));
    }

    [Fact]
    public void What_is_signed_for_one_purpose_is_worth_nothing_for_another()
        => Assert.Null(SignedText.Read(Key, "return", SignedText.Sign(Key, "invitation", "x", Now.AddMinutes(1)), Now));

    [Fact]
    public void Purpose_and_text_cannot_be_shifted_into_each_other()
    {
        var end = Now.AddMinutes(1);

        Assert.NotEqual(SignedText.Sign(Key, "a", "bc", end)[^43..], SignedText.Sign(Key, "ab", "c", end)[^43..]);
    }

    [Fact]
    public void A_change_of_any_byte_is_seen()
    {
        var signed = Base64Url.DecodeFromChars(SignedText.Sign(Key, "p", "text", Now.AddMinutes(1)));

        Assert.All(Enumerable.Range(0, signed.Length), index =>
        {
            var changed = signed.ToArray();
            changed[index] ^= 1;
            Assert.Null(SignedText.Read(Key, "p", Base64Url.EncodeToString(changed), Now));
        });
    }

    [Fact]
    public void Another_key_opens_nothing()
        => Assert.Null(SignedText.Read(new byte[32], "p", SignedText.Sign(Key, "p", "x", Now.AddMinutes(1)), Now));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64!")]
    [InlineData("====")]
    public void What_was_never_signed_is_refused(string? text) => Assert.Null(SignedText.Read(Key, "p", text, Now));

    [Fact]
    public void A_megabyte_is_not_even_decoded() => Assert.Null(SignedText.Read(Key, "p", new string('A', 1 << 20), Now));
}

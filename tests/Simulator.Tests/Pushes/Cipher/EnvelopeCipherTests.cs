using System.Text;
using WxYarpGateway.Simulator.Pushes.Cipher;

namespace WxYarpGateway.Simulator.Tests.Pushes.Cipher;

public sealed class EnvelopeCipherTests
{
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    public static IEnumerable<TheoryDataRow<CipherVector>> Received =>
        CipherVector.Of("safe_push", "compat_push", "component_push", "encrypted_echostr");

    public static IEnumerable<TheoryDataRow<CipherVector>> Sent => CipherVector.Of("encrypt", "encrypt_reply");

    public static IEnumerable<TheoryDataRow<CipherVector>> Replies => CipherVector.Of("encrypt_reply");

    public static IEnumerable<TheoryDataRow<CipherVector>> Keys => CipherVector.Of("aes_key_decode");

    public static TheoryData<CipherFlaw> Flaws => [.. Enum.GetValues<CipherFlaw>().Where(flaw => flaw != CipherFlaw.None)];

    [Theory]
    [MemberData(nameof(Received))]
    public void A_published_ciphertext_is_opened(CipherVector vector)
    {
        var opened = new EnvelopeCipher(vector.Input("encoding_aes_key")).Open(vector.Input("encrypt"));

        Assert.Equal(vector.Outcome("plaintext"), opened.Message);
        Assert.Equal(vector.Outcome("receive_id"), opened.ReceiverId);
        Assert.Equal(vector.Outcome("random16"), Encoding.ASCII.GetString(opened.Random));
    }

    [Theory]
    [MemberData(nameof(Sent))]
    public void A_published_plaintext_is_sealed_to_the_same_bytes(CipherVector vector)
    {
        var random = Encoding.ASCII.GetBytes(vector.Input("random16"));

        var sealedText = new EnvelopeCipher(vector.Input("encoding_aes_key")).Seal(
            vector.Input("plaintext"),
            vector.Input("appid"),
            random);

        Assert.Equal(vector.Outcome("encrypt"), sealedText);
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_published_reply_has_the_signature_we_compute(CipherVector vector) =>
        Assert.Equal(
            vector.Outcome("msg_signature"),
            Signature.Of(vector.Input("token"), vector.Input("timestamp"), vector.Input("nonce"), vector.Outcome("encrypt")));

    [Fact]
    public void Any_length_survives_and_fills_whole_blocks_of_32()
    {
        var cipher = new EnvelopeCipher(Key);
        for (var length = 0; length < 100; length++)
        {
            var message = new string('x', length);
            var sealedText = cipher.Seal(message, "wx1");
            var opened = cipher.Open(sealedText);

            Assert.Equal(message, opened.Message);
            Assert.Equal("wx1", opened.ReceiverId);
            Assert.Equal(0, Convert.FromBase64String(sealedText).Length % 32);
        }
    }

    [Theory]
    [MemberData(nameof(Flaws))]
    public void A_corrupted_ciphertext_cannot_be_opened(CipherFlaw flaw)
    {
        var cipher = new EnvelopeCipher(Key);
        for (var length = 0; length < 40; length++)
        {
            var sealedText = cipher.Seal(new string('x', length), "wx1", flaw: flaw);

            Assert.Throws<EnvelopeException>(() => cipher.Open(sealedText));
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_decodes_to_the_published_bytes_whatever_its_unused_bits(CipherVector vector)
    {
        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Key = Convert.FromHexString(vector.Outcome("key_hex"));
        var plain = aes.DecryptCbc(
            Convert.FromBase64String(
                new EnvelopeCipher(vector.Input("encoding_aes_key")).Seal("hi", "wx1", "0123456789abcdef"u8.ToArray())),
            aes.Key[..16],
            System.Security.Cryptography.PaddingMode.None);

        Assert.Equal("0123456789abcdef\0\0\0\u0002hiwx1", Encoding.ASCII.GetString(plain[..25]));
        Assert.All(plain[25..], value => Assert.Equal(7, value));
    }

    [Fact]
    public void Another_key_opens_nothing()
    {
        var sealedText = new EnvelopeCipher(Key).Seal("hi", "wx1", new byte[16]);

        Assert.Throws<EnvelopeException>(() => new EnvelopeCipher("0123456789012345678901234567890123456789012").Open(sealedText));
    }

    [Theory]
    [InlineData(42)]
    [InlineData(44)]
    public void A_key_of_another_length_is_named_without_being_shown(int length)
    {
        var exception = Assert.Throws<FormatException>(() => new EnvelopeCipher(new string('k', length)));

        Assert.DoesNotContain("kkk", exception.Message, StringComparison.Ordinal);
    }
}

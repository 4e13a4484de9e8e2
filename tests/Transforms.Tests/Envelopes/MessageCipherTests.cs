using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Envelopes;

public sealed class MessageCipherTests
{
    /// <summary>A message of 10 bytes. With 20 bytes of head and 18 of appid the content has 48 bytes, so the padding has 16.</summary>
    private const string TenBytes = "0123456789";

    public static IEnumerable<TheoryDataRow<CipherVector>> Received
        => CipherVector.Of("safe_push", "compat_push", "component_push", "encrypted_echostr");

    public static IEnumerable<TheoryDataRow<CipherVector>> Sent => CipherVector.Of("encrypt", "encrypt_reply");

    public static IEnumerable<TheoryDataRow<CipherVector>> Keys => CipherVector.Of("aes_key_decode");

    [Theory]
    [MemberData(nameof(Received))]
    public void A_published_ciphertext_is_opened(CipherVector vector)
    {
        var key = EncodingAesKey.Parse(vector.Input("encoding_aes_key"))!;

        Assert.True(MessageCipher.TryOpen(key, vector.InputBytes("encrypt"), vector.InputBytes("appid"), out var message));
        Assert.Equal(vector.Outcome("plaintext"), Encoding.UTF8.GetString(message.Span));
        Assert.False(MessageCipher.TryOpen(key, vector.InputBytes("encrypt"), "wx-another"u8, out _));
    }

    [Theory]
    [MemberData(nameof(Sent))]
    public void A_published_plaintext_is_sealed_to_the_same_bytes(CipherVector vector)
    {
        var key = EncodingAesKey.Parse(vector.Input("encoding_aes_key"))!;

        var ciphertext = MessageCipher.Seal(key, vector.InputBytes("plaintext"), vector.InputBytes("appid"), vector.InputBytes("random16"));

        Assert.Equal(vector.Outcome("encrypt"), Encoding.ASCII.GetString(ciphertext.Span));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_published_key_is_decoded_whatever_its_stray_bits(CipherVector vector)
    {
        var key = EncodingAesKey.Parse(vector.Input("encoding_aes_key"))!;
        using var published = Aes.Create();
        published.Key = Convert.FromHexString(vector.Outcome("key_hex"));

        var ciphertext = Sealed.Encrypted(key, "0123456789abcdef"u8.ToArray());

        Assert.Equal("0123456789abcdef"u8, published.DecryptCbc(ciphertext, published.Key[..16], PaddingMode.None));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(1)]
    public void A_block_of_padding_may_be_longer_than_a_block_of_the_cipher(int padding)
    {
        var message = new string('x', 64 - 20 - Pushes.AppId.Length - padding + (padding == 32 ? 32 : 0));

        AssertOpens(message, Sealed.Raw(Sealed.Plaintext(message, Pushes.AppId, padding: Sealed.Padding(padding))));
    }

    [Fact]
    public void An_empty_message_is_opened_as_one() => AssertOpens("", Sealed.Message(""));

    [Fact]
    public void A_length_that_is_not_one_of_whole_blocks_is_refused()
    {
        var ciphertext = Convert.FromBase64String(Sealed.Message("hello"));

        foreach (var length in Enumerable.Range(0, ciphertext.Length))
        {
            AssertRefused(Convert.ToBase64String(ciphertext, 0, length));
        }

        AssertRefused(Convert.ToBase64String([.. ciphertext, 0]));
        AssertRefused(Convert.ToBase64String([.. ciphertext, .. new byte[16]]));
    }

    [Fact]
    public void Wrong_padding_is_refused()
    {
        AssertOpens(TenBytes, Sealed.Raw(Sealed.Plaintext(TenBytes, Pushes.AppId, padding: Sealed.Padding(16))));

        AssertRefused(Sealed.Raw(Sealed.Plaintext(TenBytes, Pushes.AppId, padding: new byte[16])));
        AssertRefused(Sealed.Raw(Sealed.Plaintext(TenBytes, Pushes.AppId, padding: [])));
        AssertRefused(Sealed.Raw(Sealed.Plaintext(TenBytes, Pushes.AppId, padding: Sealed.Padding(48))));
        AssertRefused(Sealed.Raw(Sealed.Plaintext(TenBytes + new string('x', 15), Pushes.AppId, padding: Sealed.Padding(33))));
        foreach (var wrong in Enumerable.Range(0, 15))
        {
            var padding = Sealed.Padding(16);
            padding[wrong]++;
            AssertRefused(Sealed.Raw(Sealed.Plaintext(TenBytes, Pushes.AppId, padding: padding)));
        }
    }

    [Fact]
    public void Every_last_byte_that_is_not_the_padding_is_refused()
    {
        foreach (var last in Enumerable.Range(0, 256).Where(last => last != 16))
        {
            var padding = Sealed.Padding(16);
            padding[^1] = (byte)last;
            AssertRefused(Sealed.Raw(Sealed.Plaintext(TenBytes, Pushes.AppId, padding: padding)));
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(48)]
    public void Padding_that_reaches_into_the_head_is_refused(int length)
    {
        AssertRefused(Sealed.Raw(Sealed.Padding(32)[..16]));
        AssertRefused(Sealed.Raw([.. Enumerable.Repeat((byte)Math.Min(length, 32), length)]));
        AssertRefused(Sealed.Raw([.. new byte[length - 13], .. Sealed.Padding(13)]));
    }

    [Theory]
    [InlineData(11u)]
    [InlineData(9u)]
    [InlineData(0u)]
    [InlineData(28u)]
    [InlineData(29u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x80000000u)]
    [InlineData(0x8000000Au)]
    [InlineData(0xFFFFFFECu)]
    [InlineData(0xFFFFFFFFu)]
    public void A_length_that_is_not_the_messages_is_refused(uint length)
        => AssertRefused(Sealed.Raw(Sealed.Plaintext(TenBytes, Pushes.AppId, length)));

    [Theory]
    [InlineData("")]
    [InlineData("wx000000000000000")]
    [InlineData("wx00000000000000011")]
    [InlineData("x0000000000000001")]
    [InlineData("wx0000000000000002")]
    [InlineData("WX0000000000000001")]
    [InlineData("wx0000000000000001\0")]
    [InlineData(" wx0000000000000001")]
    public void Another_appid_is_refused(string appId) => AssertRefused(Sealed.Message("hello", appId: appId));

    [Fact]
    public void Another_key_is_refused()
    {
        for (var i = 0; i < 500; i++)
        {
            AssertRefused(Sealed.Message("hello", Sealed.PreviousKey));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("====")]
    [InlineData("A")]
    [InlineData("AAAA")]
    [InlineData("!!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("你好你好你好你好你好你好")]
    [InlineData("\0\0\0\0")]
    public void What_is_no_ciphertext_is_refused(string base64) => AssertRefused(base64);

    [Fact]
    public void Base64_has_one_form()
    {
        var base64 = Sealed.Message("hello");
        AssertOpens("hello", base64);
        Assert.EndsWith("=", base64, StringComparison.Ordinal);

        AssertRefused(base64.TrimEnd('='));
        AssertRefused(base64 + "=");
        AssertRefused(base64 + base64);
        AssertRefused(base64[..4] + "-_" + base64[6..]);
        foreach (var blank in new[] { " ", "\t", "\r", "\n", "\r\n" })
        {
            AssertRefused(base64 + blank);
            AssertRefused(blank + base64);
            AssertRefused(base64[..10] + blank + base64[10..]);
        }
    }

    [Fact]
    public void Anything_sealed_opens_again_and_fills_blocks_of_32()
        => Prop.ForAll<byte[], NonEmptyString>((message, name) =>
        {
            var appId = Encoding.UTF8.GetBytes(name.Get);
            var ciphertext = MessageCipher.Seal(Sealed.Key(), message, appId);
            return MessageCipher.TryOpen(Sealed.Key(), ciphertext.Span, appId, out var opened)
                && opened.Span.SequenceEqual(message)
                && Convert.FromBase64String(Encoding.ASCII.GetString(ciphertext.Span)).Length % 32 == 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Nothing_at_random_is_opened()
        => Prop.ForAll<byte[]>(noise =>
        {
            AssertRefused(Convert.ToBase64String(noise));
            AssertRefused(Encoding.Latin1.GetString(noise));
            var blocks = new byte[(noise.Length + 1) * 16];
            noise.CopyTo(blocks, 7);
            AssertRefused(Convert.ToBase64String(blocks));
            AssertRefused(Sealed.Raw(blocks));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void The_same_message_is_never_sealed_to_the_same_ciphertext()
        => Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => Sealed.Message("hello")).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public async Task One_key_serves_many_threads_at_once()
        => await Parallel.ForAsync(0, 2_000, TestContext.Current.CancellationToken, (number, _) =>
        {
            AssertOpens($"message {number}", Sealed.Message($"message {number}"));
            return ValueTask.CompletedTask;
        });

    private static void AssertOpens(string message, string base64)
    {
        Assert.True(MessageCipher.TryOpen(Sealed.Key(), Encoding.UTF8.GetBytes(base64), Sealed.AppId, out var opened));
        Assert.Equal(message, Encoding.UTF8.GetString(opened.Span));
    }

    private static void AssertRefused(string base64)
        => Assert.False(MessageCipher.TryOpen(Sealed.Key(), Encoding.UTF8.GetBytes(base64), Sealed.AppId, out _));
}

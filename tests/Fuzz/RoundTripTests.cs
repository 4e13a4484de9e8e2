using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WxYarpGateway.Fuzz.Rooms;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Fuzz;

/// <summary>The simulator's cipher shares nothing with the product's: what one seals the other opens.</summary>
public sealed class RoundTripTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    // The same inputs each time.
    private static readonly Config Check = Config.QuickThrowOnFailure.WithMaxTest(1_500).WithEndSize(200).WithQuietOnSuccess(
        true).WithReplay(20_260_101, 1);

    // The last character carries four bits; the console lets the other two be anything.
    private static readonly Gen<string> Keys = Gen.Elements(Alphabet.ToCharArray()).ArrayOf(EncodingAesKey.TextLength).Select(
        letters => new string(letters));

    // Every code point but the surrogates; short ones as often as long ones.
    private static readonly Gen<string> Texts = Gen.OneOf(Gen.Choose(0, 0x7F), Gen.Choose(0x80, 0xD7FF), Gen.Choose(0xE000, 0xFFFF),
        Gen.Choose(0x10000, 0x10FFFF)).ArrayOf().Select(points => string.Concat(points.Select(char.ConvertFromUtf32)));

    private static readonly Gen<string> AppIds = Gen.OneOf(
        Gen.Constant(Shop.AppId), Gen.Elements("0", "wx-测试", "ww" + new string('x', 62)));

    [Fact]
    public void What_the_simulator_seals_the_gateway_opens()
        => Prop.ForAll(Keys.ToArbitrary(), Texts.ToArbitrary(), AppIds.ToArbitrary(), (key, text, appId) =>
        {
            var ciphertext = Encoding.ASCII.GetBytes(new EnvelopeCipher(key).Seal(text, appId));

            return MessageCipher.TryOpen(EncodingAesKey.Parse(key)!, ciphertext, Encoding.UTF8.GetBytes(appId), out var message)
                && Encoding.UTF8.GetString(message.Span) == text
                && !MessageCipher.TryOpen(EncodingAesKey.Parse(key)!, ciphertext, Encoding.UTF8.GetBytes(appId + "x"), out _);
        }).Check(Check);

    [Fact]
    public void What_the_gateway_seals_the_simulator_opens()
        => Prop.ForAll(Keys.ToArbitrary(), Texts.ToArbitrary(), AppIds.ToArbitrary(), (key, text, appId) =>
        {
            var opened = new EnvelopeCipher(key).Open(Encoding.ASCII.GetString(Sealed(EncodingAesKey.Parse(key)!, text, appId)));

            return opened.Message == text && opened.ReceiverId == appId;
        }).Check(Check);

    [Fact]
    public void Every_length_around_the_borders_of_blocks_goes_both_ways()
    {
        var key = EncodingAesKey.Parse(Shop.AesKey)!;
        var simulator = new EnvelopeCipher(Shop.AesKey);
        for (var length = 0; length <= 160; length++)
        {
            var text = new string('x', length);

            Assert.Equal(text, simulator.Open(Encoding.ASCII.GetString(Sealed(key, text, Shop.AppId))).Message);
            Assert.True(MessageCipher.TryOpen(
                key, Encoding.ASCII.GetBytes(simulator.Seal(text, Shop.AppId)), Encoding.UTF8.GetBytes(Shop.AppId), out var message));
            Assert.Equal(text, Encoding.UTF8.GetString(message.Span));
        }
    }

    [Fact]
    public void A_ciphertext_opens_with_no_other_key()
        => Prop.ForAll(Keys.ToArbitrary(), Keys.ToArbitrary(), Texts.ToArbitrary(), (key, other, text) =>
            key[..42] == other[..42] || !MessageCipher.TryOpen(EncodingAesKey.Parse(other)!,
                Sealed(EncodingAesKey.Parse(key)!, text, Shop.AppId), Encoding.UTF8.GetBytes(Shop.AppId), out _)).Check(Check);

    [Fact]
    public void Of_all_last_bytes_of_a_padding_only_the_right_one_opens()
    {
        var key = EncodingAesKey.Parse(Shop.AesKey)!;
        for (var length = 0; length < 64; length++)
        {
            var content = new byte[16 + 4 + length + Shop.AppId.Length];
            content[19] = (byte)length;
            Encoding.UTF8.GetBytes(Shop.AppId, content.AsSpan(20 + length));
            var padding = 32 - (content.Length % 32);
            for (var last = 0; last < 256; last++)
            {
                byte[] plaintext = [.. content, .. Enumerable.Repeat((byte)padding, padding - 1), (byte)last];
                var ciphertext = CipherRoom.Encrypted(key, plaintext);

                Assert.Equal(last == padding, MessageCipher.TryOpen(
                    key, Encoding.ASCII.GetBytes(Convert.ToBase64String(ciphertext)), Encoding.UTF8.GetBytes(Shop.AppId), out _));
            }
        }
    }

    private static byte[] Sealed(EncodingAesKey key, string text, string appId)
        => MessageCipher.Seal(key, Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(appId)).ToArray();
}

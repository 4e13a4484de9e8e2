using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using WxYarpGateway.Fuzz.Mutation;
using WxYarpGateway.Fuzz.Runs;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>Ciphertexts: ours and the simulator's cipher, which share nothing, open the same ones and read the same in them.</summary>
internal sealed class CipherRoom : FuzzRoom
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private const int Tamperings = 4;
    private const int Block = 16;

    private static readonly string[] Tokens = ["=", "==", "A", "/", "+", "-", "_", "\r\n", " ", "QUFB", "\u0001", " ", "wxfuzz0000000001"];

    public override string Name => "cipher";

    public override int Executions => 3_000;

    public override Grammar Grammar { get; } = new(Tokens);

    public override ValueTask<bool> TryAsync(byte[] input, Meter meter)
    {
        var dice = DiceOf(input);
        var text = KeyText(dice);
        var key = EncodingAesKey.Parse(text)!;
        var simulator = new EnvelopeCipher(text);
        var appId = Encoding.UTF8.GetBytes(Shop.AppId);

        var ciphertext = meter.Of((key, input, appId), static of => MessageCipher.Seal(of.key, of.input, of.appId));
        Assert.True(MessageCipher.TryOpen(key, ciphertext.Span, appId, out var opened) && opened.Span.SequenceEqual(input),
            "What was sealed does not open.");
        AreAgreed(key, simulator, ciphertext.ToArray(), meter);

        // Whatever is wrong with a ciphertext, both find it out, or both read the same.
        var tampered = ciphertext.ToArray();
        for (var count = 0; count < Tamperings; count++)
        {
            tampered = ByteChanges.Change(dice, dice.OnceIn(2) ? ciphertext.ToArray() : tampered, input, Tokens);
            AreAgreed(key, simulator, tampered, meter);
        }

        // The input as ciphertext, and as what a ciphertext holds: every length and padding that lies.
        AreAgreed(key, simulator, input, meter);
        AreAgreed(key, simulator, Encoding.ASCII.GetBytes(Convert.ToBase64String(input)), meter);
        AreAgreed(key, simulator, Enciphered(key, input, dice), meter);
        _ = EncodingAesKey.Parse(Encoding.UTF8.GetString(input));
        return ValueTask.FromResult(true);
    }

    /// <summary>Returns numbers that depend on the input alone.</summary>
    public static Dice DiceOf(byte[] input) => new(BitConverter.ToInt64(SHA256.HashData(input)));

    private static string KeyText(Dice dice)
        => string.Concat(Enumerable.Range(0, EncodingAesKey.TextLength).Select(_ => Alphabet[dice.Below(Alphabet.Length)]));

    private static byte[] Enciphered(EncodingAesKey key, byte[] input, Dice dice)
    {
        // A plaintext that is right but for its end, or only its length.
        var content = new byte[16 + 4 + input.Length + Shop.AppId.Length];
        input.CopyTo(content, 20);
        content[19] = (byte)(input.Length + dice.Small(3));
        content[18] = (byte)(input.Length >> 8);
        content[17] = (byte)(input.Length >> 16);
        content[16] = (byte)(dice.OnceIn(4) ? dice.Below(256) : 0);
        Encoding.UTF8.GetBytes(Shop.AppId, content.AsSpan(20 + input.Length));
        var padding = (dice.OnceIn(2) ? 32 : Block) - (content.Length % (dice.OnceIn(2) ? 32 : Block));
        var plaintext = content.Concat(
            Enumerable.Repeat((byte)(dice.OnceIn(3) ? dice.Below(256) : padding), Math.Max(padding, 0))).ToArray();
        plaintext = plaintext[..(plaintext.Length / Block * Block)];
        var ciphertext = Encrypted(key, plaintext);
        return Encoding.ASCII.GetBytes(Convert.ToBase64String(ciphertext));
    }

    /// <summary>Returns the blocks of a plaintext, encrypted as they are.</summary>
    public static byte[] Encrypted(EncodingAesKey key, byte[] plaintext)
    {
        byte[] blocks = [.. plaintext];
        key.Encrypt(blocks, plaintext.AsSpan(0, Block));
        return blocks;
    }

    private static void AreAgreed(EncodingAesKey key, EnvelopeCipher simulator, byte[] ciphertext, Meter meter)
    {
        var ours = meter.Of((key, ciphertext), static of => MessageCipher.TryOpen(
            of.key, of.ciphertext, Encoding.UTF8.GetBytes(Shop.AppId), out var message) ? message : (ReadOnlyMemory<byte>?)null);
        OpenedEnvelope? theirs = null;
        try
        {
            theirs = simulator.Open(Encoding.Latin1.GetString(ciphertext));
        }
        catch (EnvelopeException)
        {
            // Refused.
        }

        var text = Encoding.Latin1.GetString(ciphertext);
        if (theirs?.ReceiverId != Shop.AppId || Convert.ToBase64String(Convert.FromBase64String(text)) != text)
        {
            // The simulator's reader takes blanks and stray bits, and no text that is not UTF-8.
            Assert.True(ours is null || !Utf8.IsValid(ours.Value.Span), "We open what does not open.");
        }
        else
        {
            Assert.True(ours is { } message && Encoding.UTF8.GetString(message.Span) == theirs.Message,
                $"We do not open what opens: {Encoding.Latin1.GetString(ciphertext)}");
        }
    }
}

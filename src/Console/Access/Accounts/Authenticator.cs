using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Console.Access.Accounts;

/// <summary>Codes of authenticator apps: RFC 6238 with SHA-1, six digits and 30 seconds, which all apps know.</summary>
internal static class Authenticator
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int KeyBytes = 20;
    private const int Digits = 6;
    private const int StepSeconds = 30;

    /// <summary>Returns a new key, in base32 as apps take it.</summary>
    public static string NewKey()
    {
        var key = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var part in RandomNumberGenerator.GetBytes(KeyBytes))
        {
            bits = (bits << 8) | part;
            count += 8;
            while (count >= 5)
            {
                count -= 5;
                key.Append(Letters[(bits >> count) & 31]);
            }

            bits &= (1 << count) - 1;
        }

        return key.ToString();
    }

    /// <summary>Returns the address that a QR code shows to an app.</summary>
    public static string Address(string name, string key)
        => $"otpauth://totp/WxYarpGateway:{Uri.EscapeDataString(name)}?secret={key}&issuer=WxYarpGateway";

    /// <summary>Returns the code of a time.</summary>
    public static string Code(string key, DateTimeOffset time) => Code(key, StepOf(time));

    /// <summary>
    /// Returns the time step of a code: the present one, or one beside it, since clocks differ; null when it is none of these, or not later
    /// than the last one that was used.
    /// </summary>
    public static long? Verify(string key, string code, DateTimeOffset now, long? last)
    {
        long? found = null;
        var given = Encoding.UTF8.GetBytes(code);
        for (var step = StepOf(now) - 1; step <= StepOf(now) + 1; step++)
        {
            // All three are compared, whichever fits.
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(key, step)), given) && !(step <= last))
            {
                found = step;
            }
        }

        return found;
    }

    private static long StepOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    // RFC 4226, section 5.3: four bytes of the HMAC, from where its last four bits say.
    private static string Code(string key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // SHA-1 is what the apps know, and an HMAC does not need more.
        var hash = HMACSHA1.HashData(Bytes(key), counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString($"D{Digits}", CultureInfo.InvariantCulture);
    }

    private static byte[] Bytes(string key)
    {
        var bytes = new List<byte>();
        var (bits, count) = (0, 0);
        foreach (var letter in key)
        {
            bits = (bits << 5) | Letters.IndexOf(letter, StringComparison.Ordinal);
            count += 5;
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)(bits >> count));
                bits &= (1 << count) - 1;
            }
        }

        return [.. bytes];
    }
}

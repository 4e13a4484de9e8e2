using System.Buffers.Text;
using System.Security.Cryptography;

namespace WxYarpGateway.Simulator.Calls;

/// <summary>Creates random ids and tokens that look like WeChat's.</summary>
internal static class RandomIds
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Returns letters and digits.</summary>
    public static string Base62(int length) => RandomNumberGenerator.GetString(Alphanumeric, length);

    /// <summary>Returns bytes as base64url without padding.</summary>
    public static string Base64UrlOf(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>Returns a token: like real ones, a number, an underscore, then base64url.</summary>
    public static string Token(int bytes) => $"9{RandomNumberGenerator.GetInt32(10)}_{Base64UrlOf(bytes)}";

    /// <summary>Returns an audit id: like real ones of ten digits, more than 32 bits hold.</summary>
    public static long AuditId() => RandomNumberGenerator.GetInt32(1_000_000_000) + 5_000_000_000L;

    /// <summary>Returns a message id: like real ones, of 64 bits and above 2^53, where a double becomes inexact.</summary>
    public static long MessageId() => (1L << 62) | (BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & ((1L << 61) - 1));
}

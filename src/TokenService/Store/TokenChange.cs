using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.TokenService.Store;

/// <summary>The news that a token was written, with a fingerprint by which a replica knows its own.</summary>
internal readonly record struct TokenChange(TokenKey Key, string Fingerprint)
{
    private const int HashBytes = 8;

    public static string FingerprintOf(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)), 0, HashBytes);
}

using System.Security.Cryptography;

namespace WxYarpGateway.TokenService.JsSdk;

/// <summary>A random text that is signed along.</summary>
internal static class Nonce
{
    // As long as the ones in WeChat's documentation.
    private const int Length = 16;

    private const string LettersAndDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string Next() => RandomNumberGenerator.GetString(LettersAndDigits, Length);
}

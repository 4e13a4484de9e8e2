using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.PlatformImport.WxComponent;

/// <summary>The component's secret as wxcomponent keeps it: base64 of AES-256-CBC, keyed with a password's MD5 in hexadecimal.</summary>
/// <remarks>Source: wxcomponent da34571, comm/encrypt/encrypt.go and comm/config/config.go. The IV is the start of the key.</remarks>
internal static class SecretText
{
    /// <summary>Returns the secret; <see langword="null"/> when the password is another one.</summary>
    public static string? Open(string kept, string password)
    {
#pragma warning disable CA5351 // MD5 is what wxcomponent uses.
        var key = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(password))));
#pragma warning restore CA5351
        try
        {
            using var aes = Aes.Create();
            aes.Key = key;
            var opened = aes.DecryptCbc(Convert.FromBase64String(kept.Trim()), key.AsSpan(0, aes.BlockSize / 8));

            // There is no checksum: with a wrong key the padding may be right by chance, but hardly a secret's letters.
            return opened.AsSpan().ContainsAnyExceptInRange((byte)'!', (byte)'~') ? null
                : Encoding.ASCII.GetString(opened) is { Length: > 0 } secret && AppSecret.TryParse(secret, out _) ? secret : null;
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return null;
        }
    }
}

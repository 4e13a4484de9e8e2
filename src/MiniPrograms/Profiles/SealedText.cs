using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.MiniPrograms.Profiles;

/// <summary>
/// Opens what WeChat gave the phone for the backend (开放数据): AES-128-CBC with PKCS#7, keyed with the user's session_key. Source:
/// developers.weixin.qq.com/miniprogram, 开放数据校验与解密, mirrored 2026-07-30.
/// </summary>
/// <param name="Ciphertext">The ciphertext: whole blocks.</param>
/// <param name="Iv">The initialization vector: one block.</param>
internal sealed record SealedText(byte[] Ciphertext, byte[] Iv)
{
    private const int Block = 16;

    /// <summary>Reads <c>encrypted_data</c> and <c>iv</c>; <see langword="false"/> when they are not of WeChat's form.</summary>
    public static bool TryRead(JsonFields body, [NotNullWhen(true)] out SealedText? data)
    {
        data = TryDecode(body.Text("encrypted_data")) is { Length: > 0 } ciphertext && ciphertext.Length % Block == 0
            && TryDecode(body.Text("iv")) is { Length: Block } iv
                ? new SealedText(ciphertext, iv)
                : null;
        return data is not null;
    }

    /// <summary>
    /// Returns the key that made a signature over a text, <c>sha1(text + session_key)</c>; null when neither of the keys did.
    /// </summary>
    public static string? SignerOf(SessionKeys keys, string text, string signature)
        => KeysIn(keys).FirstOrDefault(key => CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Sign(text, key)), Encoding.UTF8.GetBytes(signature)));

    /// <summary>Opens the data with the current key or the one before; null when neither fits, or there is no JSON object inside.</summary>
    /// <remarks><c>wx.login</c> may or may not change the key, so the data may be sealed with either.</remarks>
    public JsonFields? Open(SessionKeys keys) => KeysIn(keys).Select(Open).FirstOrDefault(opened => opened is not null);

    /// <summary>Opens the data with one key; null when it does not fit.</summary>
    public JsonFields? Open(string key)
    {
        if (TryDecode(key) is not { Length: Block } bytes)
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.Key = bytes;
        try
        {
            return JsonFields.Parse(aes.DecryptCbc(Ciphertext, Iv));
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Returns nothing of it.</summary>
    public override string ToString() => "***";

    // SHA-1 is WeChat's choice for this signature.
    [SuppressMessage("Security", "CA5350", Justification = "WeChat signs with SHA-1.")]
    private static string Sign(string text, string key) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text + key)));

    private static IEnumerable<string> KeysIn(SessionKeys keys)
        => new[] { keys.Current, keys.Previous }.Where(key => key.Length > 0);

    private static byte[]? TryDecode(string? base64)
    {
        if (base64 is null)
        {
            return null;
        }

        var bytes = new byte[(base64.Length * 3 / 4) + 3];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}

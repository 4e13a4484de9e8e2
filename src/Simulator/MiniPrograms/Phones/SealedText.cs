using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.Simulator.MiniPrograms.Logins;

namespace WxYarpGateway.Simulator.MiniPrograms.Phones;

/// <summary>What the phone gives a mini program only in sealed form: AES-128-CBC under the session_key.</summary>
/// <param name="EncryptedData">The cipher text as base64.</param>
/// <param name="Iv">The initialization vector as base64.</param>
public sealed record SealedText(string EncryptedData, string Iv)
{
    internal static SealedText Of(string json, SessionKey key)
    {
        using var aes = Aes.Create();
        aes.Key = key.Key;
        var sealedBytes = aes.EncryptCbc(Encoding.UTF8.GetBytes(json), aes.IV);
        return new SealedText(Convert.ToBase64String(sealedBytes), Convert.ToBase64String(aes.IV));
    }
}

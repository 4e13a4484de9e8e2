using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.TokenService.JsSdk;

/// <summary>The hash of the JS-SDK's signatures.</summary>
internal static class Sha1
{
    /// <summary>Returns the SHA-1 of the text's UTF-8 as lower-case hexadecimal digits.</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "WeChat prescribes it.")]
    public static string Of(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
}

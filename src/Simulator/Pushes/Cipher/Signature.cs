using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Simulator.Pushes.Cipher;

/// <summary>Computes WeChat's signatures: the SHA-1 of the parts, sorted by their bytes and joined.</summary>
internal static class Signature
{
    public static string Of(params string[] parts)
    {
        var sorted = (string[])parts.Clone();
        Array.Sort(sorted, StringComparer.Ordinal);
        return Convert.ToHexStringLower(Sha1(string.Concat(sorted)));
    }

#pragma warning disable CA5350 // WeChat signs with SHA-1; the protocol leaves no choice.
    private static byte[] Sha1(string text) => SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
}

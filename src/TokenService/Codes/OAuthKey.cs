using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>The store keys of OAuth. Codes and states are hashed, so that a list of the keys reveals none.</summary>
internal static class OAuthKey
{
    private const string Codes = "v1:oauth:";
    private const string States = "v1:oauth-state:";

    /// <summary>Returns where the outcome of a code lies. A code belongs to an AppId, whichever service of ours it was given to.</summary>
    public static string OfCode(AppId appId, string code) => Codes + Convert.ToHexStringLower(Hash(appId, code));

    /// <summary>Returns where the first use of a state lies.</summary>
    public static string OfState(AppId appId, string state) => States + Convert.ToHexStringLower(Hash(appId, state));

    /// <summary>Returns the hash of a text within an account. An AppId has no line break, so no two pairs are alike.</summary>
    public static byte[] Hash(AppId appId, string text) => SHA256.HashData(Encoding.UTF8.GetBytes($"{appId.Value}\n{text}"));
}

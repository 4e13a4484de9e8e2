using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>
/// Makes the key of a token in the store. It contains a hash of the secret, so a new secret or another endpoint never reads the old
/// token.
/// </summary>
internal static class TokenKey
{
    // Raised when the layout of a token in the store changes, so that replicas of two versions do not read each other's.
    private const string SchemaVersion = "v2";
    private const int HashBytes = 4;

    /// <summary>Returns the key.</summary>
    public static string Of(Account account, TokenKind kind)
    {
        // A colon in the AppId must not pass for a separator.
        var appId = Uri.EscapeDataString(account.AppId.Value);
        if (account.Component is { } platform)
        {
            // It depends on no secret: an authorizer's tokens outlive a new secret of its platform.
            return $"{SchemaVersion}:{appId}:{kind.Name()}:of:{Uri.EscapeDataString(platform.AppId.Value)}";
        }

        var endpoint = account.TokenEndpoint == TokenEndpoint.Stable ? "stable" : "classic";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{account.AppId.Value} {account.AppSecret.Reveal()}"));
        return $"{SchemaVersion}:{appId}:{kind.Name()}:{endpoint}:{Convert.ToHexStringLower(hash, 0, HashBytes)}";
    }
}

using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Store;

/// <summary>Where a token lies in the store: a new secret or another endpoint never reads the old token.</summary>
internal readonly record struct TokenKey(string Value)
{
    // Raised when what lies in the store is laid out anew, so that replicas of two versions do not read each other's.
    private const string SchemaVersion = "v1";
    private const int HashBytes = 4;

    public static TokenKey ForAccessToken(Account account) => For(account, TokenKind.AccessToken);

    public static TokenKey For(Account account, TokenKind kind)
    {
        // A colon in the AppId must not pass for a separator.
        var appId = Uri.EscapeDataString(account.AppId.Value);
        var endpoint = account.TokenEndpoint == TokenEndpoint.Stable ? "stable" : "classic";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{account.AppId.Value} {account.AppSecret.Reveal()}"));
        return new TokenKey($"{SchemaVersion}:{appId}:{kind.Name()}:{endpoint}:{Convert.ToHexStringLower(hash, 0, HashBytes)}");
    }

    public override string ToString() => Value;
}

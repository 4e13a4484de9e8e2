using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.ApiProxy.Tokens;

/// <summary>What an SDK behind the gateway has for a token and for a secret: worth nothing to WeChat, and replaced by the proxy.</summary>
internal static class Placeholder
{
    /// <summary>What an SDK is configured with for the AppSecret, when it is to exchange codes. No real one is so short.</summary>
    private const string Secret = "gateway";

    private const string TokenMark = "wxgw-placeholder-";
    private const string SecretName = "secret";
    private const string AppIdName = "appid";

    // Where WeChat takes the account's secret along with a code.
    private static readonly string[] CodePaths = ["/sns/oauth2/access_token", "/sns/jscode2session"];

    /// <summary>Returns the placeholder of a token: the same from each replica, and another one once the token is another one.</summary>
    public static string Of(Account account, string token)
        => TokenMark + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{TokenMark}\n{account.AppId.Value}\n{token}")));

    /// <summary>Returns whether a caller's token is a placeholder.</summary>
    public static bool IsToken(string token) => token.StartsWith(TokenMark, StringComparison.Ordinal);

    /// <summary>Returns true with the account's secret in the place of the placeholder, in a call that exchanges a code.</summary>
    public static bool TryFillSecret(string path, string query, Account account, out string filled)
    {
        filled = query;
        if (account.AppSecret.IsEmpty || !CodePaths.Contains(path.TrimEnd('/'), StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        var pairs = query.TrimStart('?').Split('&');
        var place = Array.IndexOf(pairs, $"{SecretName}={Secret}");
        if (place < 0 || !pairs.Contains($"{AppIdName}={account.AppId.Value}"))
        {
            return false;
        }

        pairs[place] = $"{SecretName}={Uri.EscapeDataString(account.AppSecret.Reveal())}";
        filled = "?" + string.Join('&', pairs);
        return true;
    }
}

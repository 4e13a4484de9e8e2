using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Forms;

/// <summary>
/// Knows what <c>Format: Mpapi</c> sends as <c>Authorization</c>: a service's <c>Login:MessageApiToken</c>. Register it as a singleton.
/// </summary>
public interface IMessageApiTokens
{
    /// <summary>Returns the token of an account; <see langword="null"/> when it has none. It is called within calls of backends.</summary>
    /// <param name="account">The account that the message is for.</param>
    string? TokenOf(Account account);
}

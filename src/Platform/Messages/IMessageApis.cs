using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Platform.Messages;

/// <summary>Knows the <c>Login:MessageApi</c> of mini programs, and its token. Register it as a singleton.</summary>
public interface IMessageApis
{
    /// <summary>
    /// Returns where messages of an account go that no rule takes; <see langword="null"/> for its <c>MessageBackend</c>. It is called
    /// within pushes.
    /// </summary>
    /// <param name="account">The account that the message is for.</param>
    MessageTarget? TargetOf(Account account);

    /// <summary>
    /// Returns what <c>Format: Mpapi</c> sends as <c>Authorization</c>; <see langword="null"/> when the account has no token. It is called
    /// within calls of backends.
    /// </summary>
    /// <param name="account">The account that the message is for.</param>
    string? TokenOf(Account account);
}

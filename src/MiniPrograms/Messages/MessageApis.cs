using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.MiniPrograms.Messages;

/// <summary>Knows the <c>Login:MessageApi</c> of mini programs, and its token.</summary>
public sealed class MessageApis
{
    private readonly LoginCatalog _apps;

    internal MessageApis(LoginCatalog apps) => _apps = apps;

    /// <summary>Returns where the messages of an account go; <see langword="null"/> when it has no <c>MessageApi</c>.</summary>
    /// <param name="account">The account.</param>
    public MessageTarget? TargetOf(Account account) => Find(account)?.MessageApi;

    /// <summary>Returns what such a backend gets as <c>Authorization</c>; <see langword="null"/> for nothing.</summary>
    /// <param name="account">The account.</param>
    public string? TokenOf(Account account) => Find(account)?.Options.MessageApiToken;

    private LoginApp? Find(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.Kind is ServiceKind.MiniProgram or ServiceKind.Other && _apps.TryFind(account.AppId.Value, out var app) ? app : null;
    }
}

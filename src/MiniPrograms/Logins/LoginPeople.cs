using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.MiniPrograms.Logins;

/// <summary>
/// What a host's own endpoints do for the people who log in: search, export, erase, end their sessions, check their session_key.
/// </summary>
/// <remarks>Every method may throw <see cref="UsersUnavailableException"/>.</remarks>
public sealed class LoginPeople
{
    private readonly LoginCatalog _apps;
    private readonly IUserStore _users;
    private readonly ISessionStore _sessionStore;
    private readonly UserSessions _sessions;
    private readonly WeChatApiClient _weChat;
    private readonly TimeProvider _clock;

    internal LoginPeople(
        LoginCatalog apps,
        IUserStore users,
        ISessionStore sessionStore,
        UserSessions sessions,
        WeChatApiClient weChat,
        TimeProvider clock)
    {
        _apps = apps;
        _users = users;
        _sessionStore = sessionStore;
        _sessions = sessions;
        _weChat = weChat;
        _clock = clock;
    }

    /// <summary>Returns the account of a service with a login; <see langword="null"/> when there is none.</summary>
    /// <param name="service">The name of the service, such as <c>mini</c> or <c>saas/wx1234</c>.</param>
    public Account? FindAccount(string service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return _apps.TryFindService(service, out var app) ? app.Account : null;
    }

    /// <summary>Searches users, in the order of their ids.</summary>
    /// <param name="account">The mini program.</param>
    /// <param name="search">What to look for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<IReadOnlyList<KeptUser>> SearchAsync(Account account, UserSearch search, CancellationToken cancellationToken)
        => _users.SearchAsync(AppOf(account), search, cancellationToken);

    /// <summary>Returns a user; <see langword="null"/> when there is none.</summary>
    /// <param name="account">The mini program.</param>
    /// <param name="id">The user's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<KeptUser?> FindAsync(Account account, long id, CancellationToken cancellationToken)
        => _users.FindAsync(AppOf(account), id, cancellationToken);

    /// <summary>Returns the times of a user's sessions, the oldest first.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<IReadOnlyList<SessionTimes>> SessionsOfAsync(long id, CancellationToken cancellationToken)
        => _sessionStore.ListAsync(id, _clock.GetUtcNow(), cancellationToken);

    /// <summary>Ends all sessions of a user, on all replicas; returns how many there were.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<int> EndSessionsAsync(long id, CancellationToken cancellationToken)
        => _sessions.EndAllOfAsync(id, cancellationToken);

    /// <summary>Ends all sessions of a mini program, on all replicas; returns how many there were.</summary>
    /// <param name="appId">The mini program's AppId.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<long> EndSessionsOfAppAsync(AppId appId, CancellationToken cancellationToken)
        => _sessions.EndAllOfAppAsync(appId.Value, cancellationToken);

    /// <summary>Erases a person: everything with the user's id. The sessions end on all replicas.</summary>
    /// <param name="account">The mini program.</param>
    /// <param name="id">The user's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether there was such a user.</returns>
    public async ValueTask<bool> EraseAsync(Account account, long id, CancellationToken cancellationToken)
    {
        var isErased = await _users.EraseAsync(AppOf(account), id, cancellationToken);
        await _sessions.RefreshAsync(id);
        return isErased;
    }

    /// <summary>
    /// Asks WeChat whether the user's session_key is still good; <see langword="null"/> when no key is kept, or no such user.
    /// </summary>
    /// <param name="account">The mini program.</param>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<WeChatResult<bool>?> CheckKeyAsync(Account account, LoginUser user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var keys = await _users.FindKeysAsync(AppOf(account), user.Id, cancellationToken);
        return keys is not { Current.Length: > 0 } ? null
            : await _weChat.CheckSessionKeyAsync(account, user.OpenId, keys.Current, cancellationToken);
    }

    /// <summary>
    /// Has WeChat make a new session_key of the user, which the gateway keeps; <see langword="null"/> when no key is kept, or no such user.
    /// </summary>
    /// <param name="account">The mini program.</param>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<WeChatResult?> ResetKeyAsync(Account account, LoginUser user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var app = AppOf(account);
        if (await _users.FindKeysAsync(app, user.Id, cancellationToken) is not { Current: { Length: > 0 } current })
        {
            return null;
        }

        var reset = await _weChat.ResetSessionKeyAsync(account, user.OpenId, current, cancellationToken);
        if (!reset.TryGet(out var key, out var error))
        {
            return WeChatResult.Failure(error);
        }

        // WeChat has forgotten the old one, so nothing is cancelled any more. A login in between has brought a newer one.
        await _users.ReplaceKeyAsync(app, user.Id, current, key, CancellationToken.None);
        return WeChatResult.Success;
    }

    private static string AppOf(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.AppId.Value;
    }
}

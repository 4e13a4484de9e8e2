namespace WxYarpGateway.MiniPrograms.Users;

/// <summary>Keeps the users of mini programs. Every call may throw <see cref="UsersUnavailableException"/>.</summary>
public interface IUserStore
{
    /// <summary>
    /// Keeps a user who logs in. However many log in at once as one user, there is one row and each gets its id. A unionid that is kept is
    /// never blanked; a session_key that changed becomes the current one, and the current one the previous.
    /// </summary>
    /// <param name="app">The mini program's AppId.</param>
    /// <param name="openId">The openid.</param>
    /// <param name="unionId">The unionid; empty when WeChat gave none.</param>
    /// <param name="sessionKey">The session_key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The user's id.</returns>
    ValueTask<long> EnterAsync(string app, string openId, string unionId, string sessionKey, CancellationToken cancellationToken);

    /// <summary>Returns a user of a mini program with when the row was made and used; <see langword="null"/> when there is none.</summary>
    /// <param name="app">The mini program's AppId.</param>
    /// <param name="id">The user's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<KeptUser?> FindAsync(string app, long id, CancellationToken cancellationToken);

    /// <summary>Searches users, in the order of their ids.</summary>
    /// <param name="app">The mini program's AppId.</param>
    /// <param name="search">What to look for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<KeptUser>> SearchAsync(string app, UserSearch search, CancellationToken cancellationToken);

    /// <summary>Returns the session_keys of a user; <see langword="null"/> when there is no such user.</summary>
    /// <param name="app">The mini program's AppId.</param>
    /// <param name="id">The user's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<SessionKeys?> FindKeysAsync(string app, long id, CancellationToken cancellationToken);

    /// <summary>Replaces the session_key of a user, if the current one is still the one that was seen.</summary>
    /// <param name="app">The mini program's AppId.</param>
    /// <param name="id">The user's id.</param>
    /// <param name="seen">The current one, as it was seen.</param>
    /// <param name="sessionKey">The new one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was replaced.</returns>
    ValueTask<bool> ReplaceKeyAsync(string app, long id, string seen, string sessionKey, CancellationToken cancellationToken);

    /// <summary>Keeps how a user wants to be seen; an empty value leaves what is there.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="nickname">The nickname.</param>
    /// <param name="avatarUrl">The address of the picture.</param>
    /// <param name="unionId">The unionid.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether there is such a user.</returns>
    ValueTask<bool> SaveProfileAsync(long id, string nickname, string avatarUrl, string unionId, CancellationToken cancellationToken);

    /// <summary>Keeps a user's phone, in the place of any that is there.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="phone">The phone.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether there is such a user.</returns>
    ValueTask<bool> SavePhoneAsync(long id, UserPhone phone, CancellationToken cancellationToken);

    /// <summary>Erases a person: everything with the user's id.</summary>
    /// <param name="app">The mini program's AppId.</param>
    /// <param name="id">The user's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether there was such a user.</returns>
    ValueTask<bool> EraseAsync(string app, long id, CancellationToken cancellationToken);
}

using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.MiniPrograms.Notices;

/// <summary>Keeps messages to users for their time. Every call may throw <see cref="UsersUnavailableException"/>.</summary>
public interface INoticeStore
{
    /// <summary>Keeps a notice, unless its user was erased or too many of the user's wait.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="mostWaiting">How many of a user may wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The notice's id, or why there is none.</returns>
    ValueTask<(long Id, NoticeRefusal Refusal)> AddAsync(NewNotice notice, int mostWaiting, CancellationToken cancellationToken);

    /// <summary>Lists notices of a mini program in the order of their ids.</summary>
    /// <param name="app">The mini program's AppId.</param>
    /// <param name="user">The user's id; <see langword="null"/> for those of all users.</param>
    /// <param name="after">The id after which the page begins.</param>
    /// <param name="most">The most notices of the page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<KeptNotice>> ListAsync(string app, long? user, long after, int most, CancellationToken cancellationToken);

    /// <summary>Lists notices of a mini program that are as far as this, in the order of their ids.</summary>
    /// <param name="app">The mini program's AppId.</param>
    /// <param name="user">The user's id; <see langword="null"/> for those of all users.</param>
    /// <param name="status">How far they are.</param>
    /// <param name="after">The id after which the page begins.</param>
    /// <param name="most">The most notices of the page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<KeptNotice>> ListAsync(
        string app, long? user, NoticeStatus status, long after, int most, CancellationToken cancellationToken);

    /// <summary>Withdraws a user's notice that waits; one that is being sent stays.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="id">The notice's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How far it is now; <see langword="null"/> when the user has no such notice.</returns>
    ValueTask<NoticeStatus?> CancelAsync(long user, long id, CancellationToken cancellationToken);

    /// <summary>
    /// Takes notices that are due and that no replica holds, at most one for each user: the one that was tried already, else the one that
    /// waits longest.
    /// </summary>
    /// <param name="most">The most notices to take.</param>
    /// <param name="lease">How long this replica holds them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<DueNotice>> TakeAsync(int most, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Says that a notice was sent; does nothing when another replica took it in the meantime.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask SentAsync(DueNotice notice, CancellationToken cancellationToken);

    /// <summary>Says that a notice failed; does nothing when another replica took it in the meantime.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="trouble">Why.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask FailedAsync(DueNotice notice, NoticeTrouble trouble, CancellationToken cancellationToken);

    /// <summary>Puts a notice off; does nothing when another replica took it in the meantime.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="pause">For how long.</param>
    /// <param name="trouble">Why.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask PostponeAsync(DueNotice notice, TimeSpan pause, NoticeTrouble trouble, CancellationToken cancellationToken);
}

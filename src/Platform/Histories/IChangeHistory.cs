using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Histories;

/// <summary>Reads what was changed at run time, the newest first, and notes it. Each method may throw when the database is away.</summary>
public interface IChangeHistory
{
    /// <summary>The most changes of one answer.</summary>
    const int LargestLimit = 200;

    /// <summary>Returns changes of rules.</summary>
    /// <param name="platform">The component's AppId.</param>
    /// <param name="rule">The rule's name, also of one that was deleted; <see langword="null"/> for all rules of the platform.</param>
    /// <param name="after">What the page before had as <see cref="HistoryPage{T}.Next"/>; <see langword="null"/> for the newest.</param>
    /// <param name="limit">The most changes to return.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<HistoryPage<RuleNote>> ReadRulesAsync(
        AppId platform, string? rule, long? after, int limit, CancellationToken cancellationToken);

    /// <summary>Returns changes of an account's status.</summary>
    /// <param name="platform">The component's AppId.</param>
    /// <param name="account">The account's AppId.</param>
    /// <param name="after">What the page before had as <see cref="HistoryPage{T}.Next"/>; <see langword="null"/> for the newest.</param>
    /// <param name="limit">The most changes to return.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<HistoryPage<StatusNote>> ReadStatusesAsync(
        AppId platform, AppId account, long? after, int limit, CancellationToken cancellationToken);

    /// <summary>Notes that somebody had WeChat asked about an account: <see cref="StatusNote.Refreshed"/>.</summary>
    /// <param name="platform">The component's AppId.</param>
    /// <param name="account">The account's AppId.</param>
    /// <param name="status">The account's status before.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask NoteRefreshAsync(AppId platform, AppId account, string status, ChangedBy by, CancellationToken cancellationToken);
}

using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Tables.Users;
using WxYarpGateway.Database.Users;
using WxYarpGateway.MiniPrograms.Notices;

namespace WxYarpGateway.Database.Notices;

/// <summary>
/// Keeps notices in the table <c>notice</c>. A power cut may lose that one was sent: WeChat is asked again, and takes no one-time message
/// twice.
/// </summary>
internal sealed class NoticeStore(DatabaseAccess access, TimeProvider clock) : INoticeStore
{
    private const int LongestSentence = 500;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public ValueTask<(long Id, NoticeRefusal Refusal)> AddAsync(
        NewNotice notice, int mostWaiting, CancellationToken cancellationToken)
        => UserCall.RunAsync(() => access.WriteAsync(
            (database, token) => NoticeEdits.AddAsync(database, notice, mostWaiting, token), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeptNotice>> ListAsync(
        string app, long? user, long after, int most, CancellationToken cancellationToken)
        => UserCall.RunAsync(() => access.ReadAsync(
            (database, token) => NoticeReading.ListAsync(database, app, user, status: null, after, most, token), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeptNotice>> ListAsync(
        string app, long? user, NoticeStatus status, long after, int most, CancellationToken cancellationToken)
        => UserCall.RunAsync(() => access.ReadAsync(
            (database, token) => NoticeReading.ListAsync(database, app, user, status, after, most, token), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<NoticeStatus?> CancelAsync(long user, long id, CancellationToken cancellationToken)
    {
        var now = Now;
        return UserCall.RunAsync(() => access.WriteAsync(
            (database, token) => NoticeEdits.CancelAsync(database, user, id, now, token), cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DueNotice>> TakeAsync(int most, TimeSpan lease, CancellationToken cancellationToken)
        => UserCall.RunAsync(async () =>
        {
            // Mostly there is none, and reading disturbs nobody.
            var now = Now;
            var isDue = await access.ReadAsync((database, token) => NoticeTaking.IsAnyDueAsync(database, now, token), cancellationToken);
            return isDue
                ? await access.WriteAsync(
                    (database, token) => NoticeTaking.RunAsync(database, most, now, now + (long)lease.TotalMilliseconds, token),
                    cancellationToken,
                    Durability.ProcessEnd)
                : [];
        });

    /// <inheritdoc/>
    public ValueTask SentAsync(DueNotice notice, CancellationToken cancellationToken)
        => LeaveAsync(notice, NoticeState.Sent, Now, trouble: null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask FailedAsync(DueNotice notice, NoticeTrouble trouble, CancellationToken cancellationToken)
        => LeaveAsync(notice, NoticeState.Failed, Now, trouble, cancellationToken);

    /// <inheritdoc/>
    public ValueTask PostponeAsync(DueNotice notice, TimeSpan pause, NoticeTrouble trouble, CancellationToken cancellationToken)
        => LeaveAsync(notice, NoticeState.New, Now + (long)pause.TotalMilliseconds, trouble, cancellationToken);

    private async ValueTask LeaveAsync(
        DueNotice notice, NoticeState state, long dueAt, NoticeTrouble? trouble, CancellationToken cancellationToken)
    {
        var (id, heldUntil, code) = (notice.Id, notice.HeldUntil.ToUnixTimeMilliseconds(), trouble?.ErrorCode);
        var sentence = trouble?.Sentence is { Length: > LongestSentence } full ? full[..LongestSentence] : trouble?.Sentence;
        await UserCall.RunAsync(() => access.WriteAsync(
            (database, token) => database.Notices
                .Where(row => row.Id == id && row.State == NoticeState.Sending && row.HeldUntil == heldUntil)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(changed => changed.State, state)
                        .SetProperty(changed => changed.DueAt, dueAt)
                        .SetProperty(changed => changed.HeldUntil, (long?)null)
                        .SetProperty(changed => changed.ErrorCode, code)
                        .SetProperty(changed => changed.Sentence, sentence),
                    token),
            cancellationToken,
            Durability.ProcessEnd));
    }
}

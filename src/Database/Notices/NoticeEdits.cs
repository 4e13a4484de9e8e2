using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Users;
using WxYarpGateway.Database.Users;
using WxYarpGateway.MiniPrograms.Notices;

namespace WxYarpGateway.Database.Notices;

/// <summary>Orders notices and withdraws them.</summary>
internal static class NoticeEdits
{
    /// <summary>Adds a notice; see <see cref="INoticeStore.AddAsync"/>.</summary>
    public static async Task<(long Id, NoticeRefusal Refusal)> AddAsync(
        GatewayDatabase database, NewNotice notice, int mostWaiting, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

        // Orders of one user come one after the other: else each would miss the others when it counts.
        var user = notice.User;
        if (!await UserEdits.HoldAsync(database, user, cancellationToken))
        {
            return (0, NoticeRefusal.NoSuchUser);
        }

        var waiting = await database.Notices.CountAsync(
            row => row.User == user && (row.State == NoticeState.New || row.State == NoticeState.Sending), cancellationToken);
        if (waiting >= mostWaiting)
        {
            return (0, NoticeRefusal.TooMany);
        }

        var row = new NoticeRow
        {
            App = notice.App,
            User = user,
            TemplateId = notice.TemplateId,
            Payload = notice.Payload,
            DueAt = notice.DueAt.ToUnixTimeMilliseconds(),
        };
        database.Notices.Add(row);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (row.Id, NoticeRefusal.None);
    }

    /// <summary>Withdraws a notice; see <see cref="INoticeStore.CancelAsync"/>.</summary>
    public static async Task<NoticeStatus?> CancelAsync(
        GatewayDatabase database, long user, long id, long now, CancellationToken cancellationToken)
    {
        var cancelled = await database.Notices
            .Where(row => row.Id == id && row.User == user && row.State == NoticeState.New)
            .ExecuteUpdateAsync(
                row => row.SetProperty(changed => changed.State, NoticeState.Cancelled).SetProperty(changed => changed.DueAt, now),
                cancellationToken);
        if (cancelled == 1)
        {
            return NoticeStatus.Cancelled;
        }

        var states = await database.Notices.Where(row => row.Id == id && row.User == user)
            .Select(row => row.State).ToListAsync(cancellationToken);
        return states is [var state] ? (NoticeStatus)state : null;
    }
}

using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Users;
using WxYarpGateway.MiniPrograms.Notices;

namespace WxYarpGateway.Database.Notices;

/// <summary>Reads notices.</summary>
internal static class NoticeReading
{
    /// <summary>Lists notices; see <see cref="INoticeStore"/>.</summary>
    public static async Task<IReadOnlyList<KeptNotice>> ListAsync(
        GatewayDatabase database, string app, long? user, NoticeStatus? status, long after, int most, CancellationToken cancellationToken)
    {
        var rows = database.Notices.AsNoTracking().Where(row => row.App == app && row.Id > after);
        if (user is { } one)
        {
            rows = rows.Where(row => row.User == one);
        }

        if (status is { } so)
        {
            var state = (NoticeState)so;
            rows = rows.Where(row => row.State == state);
        }

        var page = await rows.OrderBy(row => row.Id).Take(most).ToListAsync(cancellationToken);
        return [.. page.Select(Read)];
    }

    private static KeptNotice Read(NoticeRow row) => new(
        row.Id,
        row.User,
        row.TemplateId,
        row.Payload,
        (NoticeStatus)row.State,
        DateTimeOffset.FromUnixTimeMilliseconds(row.DueAt),
        row.Attempts,
        row.ErrorCode,
        row.Sentence);
}

using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Users;
using WxYarpGateway.MiniPrograms.Notices;

namespace WxYarpGateway.Database.Notices;

/// <summary>Reads notices.</summary>
internal static class NoticeReading
{
    /// <summary>Lists notices; see <see cref="INoticeStore.ListAsync"/>.</summary>
    public static async Task<IReadOnlyList<KeptNotice>> ListAsync(
        GatewayDatabase database, string app, long? user, long after, int most, CancellationToken cancellationToken)
    {
        var rows = database.Notices.AsNoTracking().Where(row => row.App == app && row.Id > after);
        var page = await (user is { } one ? rows.Where(row => row.User == one) : rows)
            .OrderBy(row => row.Id).Take(most).ToListAsync(cancellationToken);
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

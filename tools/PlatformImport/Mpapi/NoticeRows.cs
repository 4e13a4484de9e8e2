using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WxYarpGateway.Database.Imports;
using WxYarpGateway.MiniPrograms.Notices;
using WxYarpGateway.PlatformImport.Found;

namespace WxYarpGateway.PlatformImport.Mpapi;

/// <summary>Reads messages that wait for their time, of users who are taken.</summary>
/// <param name="tables">The tables.</param>
/// <param name="users">Reads users.</param>
/// <param name="times">Reads times.</param>
/// <param name="now">The time.</param>
/// <param name="onlyApp">The only mini program to take; empty for all.</param>
internal sealed class NoticeRows(MpapiTables tables, UserRows users, RowTimes times, DateTimeOffset now, string onlyApp)
{
    private const long Waiting = 0;

    // The gateway tries a message for a day.
    private static readonly TimeSpan Latest = TimeSpan.FromDays(1);

    /// <summary>Reads messages; each is one, or a problem, or none of the mini program that is asked for.</summary>
    public async Task<IReadOnlyList<(ImportedNotice? Notice, RowProblem? Problem)>> ReadAsync(
        IReadOnlyList<SourceRow> rows, CancellationToken cancellationToken)
    {
        HashSet<long> ids = [.. rows.Select(row => row.Number("user_id") ?? 0)];
        var owners = (await users.ReadAsync(await tables.UsersAsync(ids, cancellationToken), cancellationToken))
            .Where(owner => owner.User is not null).ToDictionary(owner => owner.Id, owner => owner.User!);
        return [.. rows.Where(row => onlyApp.Length == 0 || row.Text("appid") == onlyApp).Select(row =>
        {
            var id = row.Number("id") ?? 0;
            var (notice, wrong) = Read(row, id, owners.GetValueOrDefault(row.Number("user_id") ?? 0));
            return (notice, notice is null ? new RowProblem(MpapiTables.Notify, id, wrong) : null);
        })];
    }

    private (ImportedNotice? Notice, string Wrong) Read(SourceRow row, long id, ImportedUser? user)
    {
        if (row.Number("status") != Waiting)
        {
            return (null, "mpapi was sending it (status 1), and nobody knows whether WeChat took it");
        }

        if (user is null)
        {
            return (null, "its user is not there, or is not taken");
        }

        if (row.Text("appid") != user.App)
        {
            return (null, "its user is another mini program's");
        }

        if (times.Read(row, "active_at") is not { } at)
        {
            return (null, "active_at is no time");
        }

        if (at < now - Latest)
        {
            return (null, "its time was more than a day ago");
        }

        var order = new JsonObject
        {
            ["template_id"] = row.Text("template_id"),
            ["data"] = row.Text("data"),
            ["active_at"] = at.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture),
            ["page"] = row.Text("page"),
            ["description"] = row.Text("description"),
        };
        return NewNotice.Read(user.App, user.Id, JsonSerializer.SerializeToUtf8Bytes(order), now, out var wrong) is { } read
            ? (new ImportedNotice(id, user.OpenId, read), "")
            : (null, wrong);
    }
}

using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Console.Access.Store;

namespace WxYarpGateway.Console.Access.Audits;

/// <summary>Keeps the audit log.</summary>
internal sealed class AuditStore(AccessDatabases databases, TimeProvider clock) : IAuditHistory
{
    private const int LongestName = 200;
    private const int LongestDetail = 1000;
    private const int MostListed = 500;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    /// <summary>Writes an entry.</summary>
    public async Task WriteAsync(
        string who, string? from, string what, string target, string? detail, CancellationToken cancellationToken)
    {
        await using var database = databases.Open();
        database.Audits.Add(new AuditRow
        {
            At = clock.GetUtcNow(),
            Who = Short(who, LongestName),
            From = from,
            What = what,
            Target = Short(target, LongestName),
            Detail = detail is null ? null : Short(detail, LongestDetail),
        });
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Returns entries, the newest first.</summary>
    /// <param name="who">Who did it; null or empty for all.</param>
    /// <param name="what">How what was done begins; null or empty for all.</param>
    /// <param name="before">Only entries with lower numbers; null for the newest.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(
        string? who, string? what, long? before, int count, CancellationToken cancellationToken)
    {
        await using var database = databases.Open();
        var rows = database.Audits.AsQueryable();
        rows = string.IsNullOrEmpty(who) ? rows : rows.Where(row => row.Who == who);
        rows = string.IsNullOrEmpty(what) ? rows : rows.Where(row => row.What.StartsWith(what));
        rows = before is null ? rows : rows.Where(row => row.Id < before);
        return await rows.OrderByDescending(row => row.Id)
            .Take(Math.Clamp(count, 1, MostListed))
            .Select(row => new AuditEntry(row.Id, row.At, row.Who, row.From, row.What, row.Target, row.Detail))
            .ToListAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AuditedChange>> ReadAsync(
        string what, string target, int count, CancellationToken cancellationToken)
    {
        await using var database = databases.Open();
        return await database.Audits
            .Where(row => row.What.StartsWith(what) && row.Target.StartsWith(target))
            .OrderByDescending(row => row.Id)
            .Take(Math.Clamp(count, 1, MostListed))
            .Select(row => new AuditedChange(row.At, row.Who, row.What, row.Target, row.Detail))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Removes old entries.</summary>
    public async Task RemoveOldAsync(CancellationToken cancellationToken)
    {
        await using var database = databases.Open();
        var oldest = clock.GetUtcNow() - Kept;
        await database.Audits.Where(row => row.At < oldest).ExecuteDeleteAsync(cancellationToken);
    }

    private static string Short(string text, int length) => text.Length > length ? text[..length] : text;
}

using System.Globalization;
using System.Runtime.CompilerServices;
using WxYarpGateway.PlatformImport.Found;

namespace WxYarpGateway.PlatformImport.Mpapi;

/// <summary>Reads mpapi's tables some hundred rows at a time.</summary>
/// <remarks>
/// Source: mapleque/mpapi f6201dd, sql/*.sql. None of them has foreign keys, and what is unique may have been made without it.
/// </remarks>
internal sealed class MpapiTables(SourceTables tables)
{
    public const string App = "app";
    public const string User = "user";
    public const string Extra = "user_extra";
    public const string Mobile = "user_mobile";
    public const string Notify = "mp_notify";

    /// <summary>How many rows are read, and taken, at a time.</summary>
    public const int Page = 200;

    /// <summary>How many openids may stand there twice: what is more is no table of mpapi's, and is not held in memory.</summary>
    public const int MostDoubles = 10_000;

    // One more than a user may have tells that there are too many.
    private const int MostRows = Page * 2;

    /// <summary>Returns the registered mini programs; <see langword="null"/> when there is no such table.</summary>
    public Task<IReadOnlyList<SourceRow>?> AppsAsync(CancellationToken cancellationToken)
        => tables.QueryAsync(App, $"SELECT * FROM `{App}` ORDER BY id LIMIT 10000", cancellationToken);

    /// <summary>Returns the highest id of a table; 0 for an empty one, <see langword="null"/> when there is no such table.</summary>
    public async Task<long?> HighestAsync(string table, CancellationToken cancellationToken)
        => await tables.QueryAsync(table, $"SELECT MAX(id) AS id FROM `{table}`", cancellationToken) is [var row]
            ? Math.Max(0, row.Number("id") ?? 0) : null;

    /// <summary>Returns the openids that stand there more than once, with the AppId before each.</summary>
    public async Task<IReadOnlyList<SourceRow>> DoublesAsync(CancellationToken cancellationToken)
        => await tables.QueryAsync(
            User,
            $"SELECT MIN(appid) AS appid, MIN(openid) AS openid FROM `{User}` WHERE openid IS NOT NULL AND appid IS NOT NULL "
                + $"GROUP BY BINARY appid, BINARY openid HAVING COUNT(*) > 1 LIMIT {MostDoubles + 1}",
            cancellationToken) ?? [];

    /// <summary>Reads the users page by page, in the order of their ids.</summary>
    public IAsyncEnumerable<IReadOnlyList<SourceRow>> UsersAsync(CancellationToken cancellationToken)
        => PagesAsync(User, "", cancellationToken);

    /// <summary>Reads the messages that were not sent page by page, in the order of their ids.</summary>
    public IAsyncEnumerable<IReadOnlyList<SourceRow>> NoticesAsync(CancellationToken cancellationToken)
        => PagesAsync(Notify, "AND status IN (0, 1)", cancellationToken);

    /// <summary>Returns users by their ids.</summary>
    public async Task<IReadOnlyList<SourceRow>> UsersAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
        => ids.Count == 0 ? []
            : await tables.QueryAsync(
                User, $"SELECT * FROM `{User}` WHERE id IN ({ListOf(ids)}) LIMIT {MostRows}", cancellationToken) ?? [];

    /// <summary>Returns the rows of a table that belong to users.</summary>
    public async Task<ILookup<long, SourceRow>> OfUsersAsync(
        string table, IReadOnlyCollection<long> users, CancellationToken cancellationToken)
    {
        // Of each user three at the most: one too many is enough to see that there are too many.
        var rows = users.Count == 0 ? null : await tables.QueryAsync(
            table, $"SELECT * FROM `{table}` WHERE user_id IN ({ListOf(users)}) ORDER BY user_id, id LIMIT {MostRows}", cancellationToken);
        return (rows ?? []).ToLookup(row => row.Number("user_id") ?? 0);
    }

    private async IAsyncEnumerable<IReadOnlyList<SourceRow>> PagesAsync(
        string table, string condition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A table without its key may have a number twice; the second one is behind the page, or within it.
        var after = 0L;
        while (await tables.QueryAsync(
            table, $"SELECT * FROM `{table}` WHERE id > @0 {condition} ORDER BY id LIMIT {Page}", cancellationToken, after)
            is { Count: > 0 } rows)
        {
            yield return rows;
            after = rows[^1].Number("id") is { } last && last > after ? last : long.MaxValue;
        }
    }

    private static string ListOf(IEnumerable<long> ids)
        => string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));
}

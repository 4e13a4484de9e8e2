using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.Database.Tables.Platforms;

namespace WxYarpGateway.Database.Exports;

/// <summary>Writes all authorizers and their refresh tokens into a file, encrypted with the database's key.</summary>
internal sealed class VaultExport(DatabaseAccess access)
{
    private const int Page = 500;

    /// <summary>Writes the file; returns how many authorizers it has.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tell">Is told how much is written, in percent; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="DatabaseUnavailableException">The database is away.</exception>
    public Task<long> RunAsync(string path, Action<int>? tell, CancellationToken cancellationToken)
        => VaultFile.WriteAsync(path, access.Cipher, EntriesAsync(tell, cancellationToken), cancellationToken);

    private async IAsyncEnumerable<VaultEntry> EntriesAsync(
        Action<int>? tell, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (platform, appId, written) = ("", "", 0L);
        var all = await access.ReadAsync((database, within) => database.Authorizers.LongCountAsync(within), cancellationToken);
        while (true)
        {
            var (afterPlatform, afterAppId) = (platform, appId);
            var rows = await access.ReadAsync(
                (database, within) => database.Authorizers.AsNoTracking()
                    .Where(row => row.Platform.CompareTo(afterPlatform) > 0
                        || (row.Platform == afterPlatform && row.AppId.CompareTo(afterAppId) > 0))
                    .OrderBy(row => row.Platform).ThenBy(row => row.AppId).Take(Page).ToListAsync(within),
                cancellationToken);
            if (rows.Count == 0)
            {
                yield break;
            }

            (platform, appId) = (rows[^1].Platform, rows[^1].AppId);
            var tags = await TagsAsync(rows, cancellationToken);
            foreach (var row in rows)
            {
                yield return EntryOf(row, [.. tags[(row.Platform, row.AppId)]]);
            }

            // More may have come meanwhile, and it is whole only when it has its own name.
            written += rows.Count;
            tell?.Invoke((int)Math.Min(99, written * 100 / Math.Max(1, all)));
        }
    }

    private async Task<ILookup<(string Platform, string AppId), string>> TagsAsync(
        IReadOnlyList<AuthorizerRow> rows, CancellationToken cancellationToken)
    {
        var platforms = rows.Select(row => row.Platform).Distinct().ToList();
        var ids = rows.Select(row => row.AppId).Distinct().ToList();
        var tags = await access.ReadAsync(
            (database, within) => database.AuthorizerTags.AsNoTracking()
                .Where(tag => platforms.Contains(tag.Platform) && ids.Contains(tag.AppId)).ToListAsync(within),
            cancellationToken);
        return tags.ToLookup(tag => (tag.Platform, tag.AppId), tag => tag.Tag);
    }

    private VaultEntry EntryOf(AuthorizerRow row, IReadOnlyList<string> tags) => new()
    {
        Platform = row.Platform,
        AppId = row.AppId,
        Kind = row.Kind,
        Type = row.Type,
        Status = row.Status,
        OriginalId = row.OriginalId,
        NickName = row.NickName,
        RefreshToken = row.RefreshToken is { } token
            ? access.Cipher.OpenText(SealedFields.RefreshToken(row.Platform, row.AppId), token)
            : null,
        RefreshVersion = row.RefreshVersion,
        EventTime = row.EventTime,
        AuthTime = row.AuthTime,
        BrokenWhy = row.BrokenWhy,
        Overrides = row.Overrides,
        Note = row.Note,
        Functions = row.Functions,
        Tags = tags,
    };
}

using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.Database.Tables.Platforms;

namespace WxYarpGateway.Database.Exports;

/// <summary>
/// Takes authorizers from an exported vault: those that are not there, and refresh tokens of those that have none. What is there stays.
/// </summary>
internal sealed class VaultImport(DatabaseAccess access, TimeProvider clock)
{
    private const int Batch = 200;

    /// <summary>Reads the whole file, then takes its authorizers; may be run again.</summary>
    /// <exception cref="DatabaseUnavailableException">The database is away.</exception>
    /// <exception cref="Encryption.FieldUnreadableException">The file is not whole, or of another key. Nothing was taken.</exception>
    public async Task<VaultImportResult> RunAsync(string path, CancellationToken cancellationToken)
    {
        var entries = await VaultFile.ReadAsync(path, access.Cipher, cancellationToken);
        var result = new VaultImportResult(0, 0, 0);
        foreach (var batch in entries.Chunk(Batch))
        {
            result += await access.WriteAsync((database, within) => TakeAsync(database, batch, within), cancellationToken);
        }

        return result;
    }

    private async Task<VaultImportResult> TakeAsync(GatewayDatabase database, VaultEntry[] entries, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var (added, completed) = (0L, 0L);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        foreach (var entry in entries)
        {
            var token = entry.RefreshToken is { Length: > 0 } text
                ? database.Cipher.Seal(SealedFields.RefreshToken(entry.Platform, entry.AppId), text)
                : null;
            if (!await database.Authorizers.AnyAsync(
                row => row.Platform == entry.Platform && row.AppId == entry.AppId, cancellationToken))
            {
                database.Authorizers.Add(RowOf(entry, token, now));
                database.AuthorizerTags.AddRange(entry.Tags.Select(
                    tag => new AuthorizerTagRow { Platform = entry.Platform, AppId = entry.AppId, Tag = tag }));
                added++;
            }
            else if (token is not null)
            {
                completed += await database.Authorizers
                    .Where(row => row.Platform == entry.Platform && row.AppId == entry.AppId && row.RefreshToken == null)
                    .ExecuteUpdateAsync(
                        row => row.SetProperty(changed => changed.RefreshToken, token)
                            .SetProperty(changed => changed.RefreshVersion, changed => changed.RefreshVersion + 1),
                        cancellationToken);
            }
        }

        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new VaultImportResult(added, completed, entries.Length - added - completed);
    }

    private static AuthorizerRow RowOf(VaultEntry entry, byte[]? token, long now) => new()
    {
        Platform = entry.Platform,
        AppId = entry.AppId,
        Kind = entry.Kind,
        Type = entry.Type,
        Status = entry.Status,
        OriginalId = entry.OriginalId,
        NickName = entry.NickName,
        RefreshToken = token,
        RefreshVersion = entry.RefreshVersion,
        EventTime = entry.EventTime,
        AuthTime = entry.AuthTime,
        BrokenWhy = entry.BrokenWhy,
        Overrides = entry.Overrides,
        Note = entry.Note,
        Functions = [.. entry.Functions],
        CreatedAt = now,
        UpdatedAt = now,
    };
}

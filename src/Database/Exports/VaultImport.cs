using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Histories;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Platform.Histories;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Database.Exports;

/// <summary>
/// Takes authorizers from an exported vault, or from a file of <c>tools/PlatformImport</c>: those that are not there, and refresh tokens of
/// those that have none. What is there stays.
/// </summary>
internal sealed class VaultImport(DatabaseAccess access, IAuthorizerVault vault, IRecordStore records, TimeProvider clock)
{
    private const int Batch = 200;

    /// <summary>Reads the whole file, then takes its authorizers; may be run again.</summary>
    /// <exception cref="DatabaseUnavailableException">The database is away.</exception>
    /// <exception cref="Encryption.FieldUnreadableException">The file is not whole, or of another key. Nothing was taken.</exception>
    public async Task<VaultImportResult> RunAsync(string path, CancellationToken cancellationToken)
    {
        var result = new VaultImportResult(0, 0, 0);
        if (await ImportFile.IsOneAsync(path, cancellationToken))
        {
            await ImportFile.CheckAsync(path, cancellationToken);
            await foreach (var batch in Batches(ImportFile.EntriesAsync(path, cancellationToken)))
            {
                result += await TakeAsync(batch, cancellationToken);
            }

            return result;
        }

        var entries = await VaultFile.ReadAsync(path, access.Cipher, cancellationToken);
        foreach (var batch in entries.Chunk(Batch))
        {
            result += await access.WriteAsync((database, within) => TakeAsync(database, batch, within), cancellationToken);
        }

        return result;
    }

    private static async IAsyncEnumerable<List<ImportedEntry>> Batches(IAsyncEnumerable<ImportedEntry> entries)
    {
        var batch = new List<ImportedEntry>(Batch);
        await foreach (var entry in entries)
        {
            batch.Add(entry);
            if (batch.Count == Batch)
            {
                yield return batch;
                batch = new List<ImportedEntry>(Batch);
            }
        }

        yield return batch;
    }

    /// <summary>Takes what other systems had. Each file names an account or a record once.</summary>
    private async Task<VaultImportResult> TakeAsync(List<ImportedEntry> batch, CancellationToken cancellationToken)
    {
        var result = new VaultImportResult(0, 0, 0);
        VaultEntry[] authorizers = [.. batch.Select(entry => entry.Authorizer).OfType<VaultEntry>()];
        if (authorizers.Length > 0)
        {
            result += await access.WriteAsync((database, within) => TakeAsync(database, authorizers, within), cancellationToken);
        }

        foreach (var ticket in batch.Select(entry => entry.Ticket).OfType<ImportedTicket>())
        {
            result += await TakeAsync(ticket, cancellationToken);
        }

        StoredRecord[] noted = [.. batch.Select(entry => entry.Record?.ToRecord()).OfType<StoredRecord>()];
        return noted.Length > 0 ? result + await TakeAsync(noted, cancellationToken) : result;
    }

    private async Task<VaultImportResult> TakeAsync(ImportedTicket imported, CancellationToken cancellationToken)
    {
        if (!AppId.TryParse(imported.Platform, out var platform))
        {
            return new VaultImportResult(0, 0, 0);
        }

        var at = DateTimeOffset.FromUnixTimeMilliseconds(imported.ReceivedAt);
        try
        {
            var known = await vault.ReadTicketAsync(platform, cancellationToken);
            await vault.WriteTicketAsync(platform, new ComponentTicket(imported.Ticket, at, at), cancellationToken);
            return new VaultImportResult(0, 0, 0) { Tickets = known is null || known.CreateTime < at ? 1 : 0 };
        }
        catch (VaultUnavailableException exception) when (exception.InnerException is { } cause)
        {
            // The verb speaks of the database, not of the vault.
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }

    private async Task<VaultImportResult> TakeAsync(StoredRecord[] noted, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. noted.Select(record => record.Id)];
        var known = await access.ReadAsync(
            (database, within) => database.Records.AsNoTracking().Where(row => ids.Contains(row.Id)).Select(row => row.Id)
                .ToListAsync(within),
            cancellationToken);
        StoredRecord[] added = [.. noted.ExceptBy(known, record => record.Id)];
        if (added.Length > 0)
        {
            await records.WriteAsync(added, cancellationToken);
        }

        return new VaultImportResult(0, 0, 0) { Records = added.Length, RecordsLeft = noted.Length - added.Length };
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
                database.Audit.Add(StatusNotes.RowOf(
                    entry.Platform, entry.AppId, was: null, entry.Status, StatusSources.Import, entry.BrokenWhy, now));
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

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Platforms.Spills;

/// <summary>
/// Keeps refresh tokens that the vault did not take: in the store, in a file and in memory, until the vault takes them.
/// </summary>
internal sealed partial class SpilledTokens(
    SpillBook book, SpillFolder folder, BoundedVault vault, ILogger<SpilledTokens> logger) : IDisposable
{
    private readonly ConcurrentDictionary<AuthorizerKey, Entry> _entries = [];
    private readonly SemaphoreSlim _turn = new(1);
    private volatile bool _hasReadFolder;

    /// <summary>Gets the number of tokens that the vault does not have.</summary>
    public int Count => _entries.Values.Count(entry => !entry.IsVaulted);

    /// <summary>Gets a value indicating whether there is anything to do.</summary>
    public bool HasAny => !_entries.IsEmpty;

    /// <summary>Returns the newest token of an authorizer that the vault did not take; null when there is none.</summary>
    public async ValueTask<SpilledToken?> FindAsync(AuthorizerKey key, CancellationToken cancellationToken)
    {
        await ReadFolderAsync(cancellationToken);
        try
        {
            if (await book.ReadAsync(key, cancellationToken) is { } value && book.Open(value, key) is { } shared)
            {
                Take(new Entry(shared, null, value));
            }
        }
        catch (StoreUnavailableException)
        {
            // The guard has said so.
        }

        return _entries.GetValueOrDefault(key) is { IsVaulted: false } entry ? entry.Token : null;
    }

    /// <summary>
    /// Keeps a token in memory, in the store and in a file, whatever of them takes it. It cannot be cancelled: nobody else has the token.
    /// </summary>
    public async Task KeepAsync(SpilledToken token)
    {
        var before = _entries.GetValueOrDefault(token.Key);
        if (before is { IsVaulted: false } && before.Token.IsNewerThan(token))
        {
            return;
        }

        // What was there before stays where it is until the new one is beside it.
        _entries[token.Key] = new Entry(token, before?.File, before?.Value);
        var value = await book.WriteAsync(token, CancellationToken.None);
        var file = await Task.Run(() => folder.Write(token));
        Log.Spilled(logger, token.Key, value is not null, file is not null);
        Take(new Entry(token, file, value));
        if (file is not null && before?.File is { } old)
        {
            folder.Delete(old);
        }
    }

    /// <summary>Reads what earlier processes left in the folder, once, and what other replicas left in the store.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await ReadFolderAsync(cancellationToken);
        try
        {
            foreach (var (token, value) in await book.ReadAllAsync(cancellationToken))
            {
                Take(new Entry(token, null, value));
            }
        }
        catch (StoreUnavailableException)
        {
            // Read again in a minute, and at every renewal.
        }
    }

    /// <summary>Writes to the vault what it takes now.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in _entries.Values)
        {
            try
            {
                if (!entry.IsVaulted && !await IsOutdatedAsync(entry, cancellationToken))
                {
                    await VaultAsync(entry.Token, cancellationToken);
                }

                await DropAsync(entry, cancellationToken);
            }
            catch (VaultUnavailableException)
            {
                // Neither does it take the others.
                return;
            }
        }
    }

    /// <summary>Drops what there is of an authorizer: the vault has a newer token.</summary>
    public async ValueTask DropAsync(AuthorizerKey key, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(key, out var entry))
        {
            await DropAsync(entry, cancellationToken);
        }
    }

    public void Dispose() => _turn.Dispose();

    private async ValueTask ReadFolderAsync(CancellationToken cancellationToken)
    {
        if (_hasReadFolder)
        {
            return;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_hasReadFolder)
            {
                var found = await Task.Run(folder.ReadAll, cancellationToken);
                foreach (var (token, file) in found)
                {
                    Take(new Entry(token, file, null));
                }

                _hasReadFolder = true;
                if (found.Count > 0)
                {
                    Log.Found(logger, found.Count);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Keeps the newer one of two tokens of an authorizer, and what is known of where it lies.</summary>
    private void Take(Entry entry)
    {
        string? old = null;
        _entries.AddOrUpdate(
            entry.Token.Key,
            entry,
            (_, known) =>
            {
                old = null;
                if (entry.Token == known.Token)
                {
                    return known with { File = entry.File ?? known.File, Value = entry.Value ?? known.Value };
                }

                if (entry.Token.IsNewerThan(known.Token))
                {
                    old = known.File;
                    return entry;
                }

                old = entry.File;
                return known;
            });
        if (old is not null)
        {
            folder.Delete(old);
        }
    }

    /// <summary>Returns whether another replica has a newer token. One that is missing in the store says nothing: stores forget.</summary>
    private async ValueTask<bool> IsOutdatedAsync(Entry entry, CancellationToken cancellationToken)
    {
        try
        {
            return await book.ReadAsync(entry.Token.Key, cancellationToken) is { } value
                && book.Open(value, entry.Token.Key) is { } current
                && current.IsNewerThan(entry.Token);
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private async ValueTask VaultAsync(SpilledToken token, CancellationToken cancellationToken)
    {
        var row = await vault.WriteOverAsync(token, cancellationToken);
        if (token.SeenVersion is null && row.RefreshToken == token.RefreshToken && !token.IsOutrunBy(row))
        {
            // It comes from a code.
            await vault.AuthorizeAsync(token.Key, cancellationToken);
        }

        if (row.RefreshToken == token.RefreshToken)
        {
            Log.Vaulted(logger, token.Key);
        }
        else
        {
            Log.Outdated(logger, token.Key, row.Version);
        }
    }

    private async ValueTask DropAsync(Entry entry, CancellationToken cancellationToken)
    {
        try
        {
            if (entry.Value is { } value)
            {
                await book.RemoveAsync(entry.Token.Key, value, cancellationToken);
            }
        }
        catch (StoreUnavailableException)
        {
            // Removed when the store is back. Until then it is known here that the vault has the token, or a newer one.
            _entries.TryUpdate(entry.Token.Key, entry with { IsVaulted = true }, entry);
            return;
        }

        if (_entries.TryRemove(new(entry.Token.Key, entry)) && entry.File is { } file)
        {
            folder.Delete(file);
        }
    }

    /// <summary>A token, the file that has it, and the value that the store has of it.</summary>
    private sealed record Entry(SpilledToken Token, string? File, byte[]? Value)
    {
        /// <summary>Gets a value indicating whether the vault has it, or a newer one, and only the store has to be told.</summary>
        public bool IsVaulted { get; init; }

        public override string ToString() => Token.ToString();
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "The vault did not take the refresh token of '{Authorizer}'. Kept in memory; in the store: '{InStore}'; in a file: '{InFile}'. "
            + "Trying the vault every second; fix the database.",
            EventName = "Spilled")]
        public static partial void Spilled(ILogger logger, AuthorizerKey authorizer, bool inStore, bool inFile);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Found '{Number}' refresh tokens that the vault did not take from an earlier process; writing them to the vault.",
            EventName = "Found")]
        public static partial void Found(ILogger logger, int number);

        [LoggerMessage(3, LogLevel.Information, "The vault took the refresh token of '{Authorizer}'.", EventName = "Vaulted")]
        public static partial void Vaulted(ILogger logger, AuthorizerKey authorizer);

        [LoggerMessage(
            4,
            LogLevel.Information,
            "The vault has a newer refresh token of '{Authorizer}', of version '{Version}'; the one that was kept beside it is dropped.",
            EventName = "Outdated")]
        public static partial void Outdated(ILogger logger, AuthorizerKey authorizer, long version);
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.TokenService.Platforms.Spills;

/// <summary>
/// Reads and writes refresh tokens: in the vault, and beside it while it is away. No token that WeChat gave is dropped before the vault has
/// it, or a newer one.
/// </summary>
internal sealed partial class RefreshTokens(BoundedVault vault, SpilledTokens spills, ILogger<RefreshTokens> logger)
{
    private const int MostTries = 5;

    // What the vault said last, for while it is away.
    private readonly ConcurrentDictionary<AuthorizerKey, VaultedToken> _seen = [];

    /// <summary>
    /// Returns the newest token that is known; null when the vault has no row. Throws when the vault is away and nothing is known.
    /// </summary>
    public async ValueTask<KnownToken?> ReadAsync(AuthorizerKey key, CancellationToken cancellationToken)
    {
        var spilled = await spills.FindAsync(key, cancellationToken);
        VaultedToken? row;
        VaultUnavailableException? unavailable = null;
        try
        {
            row = await ReadRowAsync(key, cancellationToken);
        }
        catch (VaultUnavailableException e)
        {
            (row, unavailable) = (_seen.GetValueOrDefault(key), e);
        }

        if (spilled is not null && (row is null || spilled.Replaces(row.Version)))
        {
            var state = spilled.SeenVersion is null || row is null ? AuthorizerState.Authorized : row.State;
            return new KnownToken(spilled.RefreshToken, spilled.SeenVersion, spilled.Step, state);
        }

        return row is not null ? KnownToken.Of(row)
            : unavailable is null ? null
            : throw unavailable;
    }

    /// <summary>
    /// Keeps the refresh token that an answer of WeChat's had. Returns what holds from now on, which is another replica's when that one
    /// was faster. It cannot be cancelled, and does not fail: the old token may be worth nothing by now.
    /// </summary>
    public async Task<KnownToken> WriteAsync(AuthorizerKey key, string refreshToken, KnownToken known)
    {
        if (refreshToken.Length == 0 || refreshToken == known.RefreshToken)
        {
            return known;
        }

        try
        {
            if (known.Version is { } version)
            {
                if (await vault.TryWriteAsync(key, refreshToken, version, CancellationToken.None))
                {
                    _seen[key] = new VaultedToken(refreshToken, version + 1, known.State);
                    await spills.DropAsync(key, CancellationToken.None);
                    return new KnownToken(refreshToken, version + 1, 0, known.State);
                }

                if (await ReadRowAsync(key, CancellationToken.None) is { RefreshToken.Length: > 0 } newer)
                {
                    Log.Outrun(logger, key);
                    return KnownToken.Of(newer);
                }
            }
        }
        catch (VaultUnavailableException e)
        {
            Log.NotWritten(logger, key, e.Message);
        }

        await spills.KeepAsync(new SpilledToken(key, refreshToken, known.Version, known.Step + 1));
        return known with { RefreshToken = refreshToken, Step = known.Step + 1 };
    }

    /// <summary>
    /// Keeps the refresh token of a new authorization, which is newer than whatever is there. It cannot be cancelled, and does not fail.
    /// </summary>
    public async Task ReplaceAsync(AuthorizerKey key, string refreshToken)
    {
        if (refreshToken.Length == 0)
        {
            return;
        }

        try
        {
            for (var tries = 0; tries < MostTries; tries++)
            {
                var row = await ReadRowAsync(key, CancellationToken.None);
                if (row?.RefreshToken == refreshToken
                    || await vault.TryWriteAsync(key, refreshToken, row?.Version ?? 0, CancellationToken.None))
                {
                    var version = row is null ? 1 : row.RefreshToken == refreshToken ? row.Version : row.Version + 1;
                    _seen[key] = new VaultedToken(refreshToken, version, AuthorizerState.Authorized);
                    await vault.AuthorizeAsync(key, CancellationToken.None);
                    await spills.DropAsync(key, CancellationToken.None);
                    return;
                }
            }
        }
        catch (VaultUnavailableException e)
        {
            Log.NotWritten(logger, key, e.Message);
        }

        var before = await spills.FindAsync(key, CancellationToken.None);
        await spills.KeepAsync(new SpilledToken(key, refreshToken, SeenVersion: null, (before?.Step ?? 0) + 1));
    }

    /// <summary>Notes how the refresh token does, if the vault takes it.</summary>
    public async ValueTask MarkAsync(AuthorizerKey key, AuthorizerState state, string why, CancellationToken cancellationToken)
    {
        try
        {
            await vault.MarkAsync(key, state, why, cancellationToken);
            if (_seen.TryGetValue(key, out var seen))
            {
                _seen.TryUpdate(key, seen with { State = state }, seen);
            }
        }
        catch (VaultUnavailableException e)
        {
            Log.NotMarked(logger, key, state, e.Message);
        }
    }

    /// <summary>Forgets what the vault said: it says something else by now.</summary>
    public void Forget(AuthorizerKey key) => _seen.TryRemove(key, out _);

    private async ValueTask<VaultedToken?> ReadRowAsync(AuthorizerKey key, CancellationToken cancellationToken)
    {
        var row = await vault.ReadAsync(key, cancellationToken);
        if (row is null)
        {
            _seen.TryRemove(key, out _);
        }
        else
        {
            _seen[key] = row;
        }

        return row;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Another replica wrote a newer refresh token of '{Authorizer}'; going on with that.",
            EventName = "Outrun")]
        public static partial void Outrun(ILogger logger, AuthorizerKey authorizer);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "The refresh token of '{Authorizer}' cannot be written to the vault: '{Reason}' Keeping it elsewhere.",
            EventName = "NotWritten")]
        public static partial void NotWritten(ILogger logger, AuthorizerKey authorizer, string reason);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "The state '{State}' of '{Authorizer}' cannot be written to the vault: '{Reason}' It is written at the next attempt.",
            EventName = "NotMarked")]
        public static partial void NotMarked(ILogger logger, AuthorizerKey authorizer, AuthorizerState state, string reason);
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.TokenService.Platforms.Spills;

/// <summary>
/// Reads and writes refresh tokens: in the vault, and beside it while it is away. No token that WeChat gave is dropped before the vault has
/// it, or a newer one.
/// </summary>
internal sealed partial class RefreshTokens(
    BoundedVault vault, SpilledTokens spills, TimeProvider timeProvider, ILogger<RefreshTokens> logger)
{
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

        if (spilled is not null && (row is null || spilled.Replaces(row)))
        {
            var state = spilled.SeenVersion is null || row is null ? AuthorizerState.Authorized : row.State;
            return KnownToken.Of(spilled, state);
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

        var token = SpilledToken.After(key, known, refreshToken);
        try
        {
            if (token.SeenVersion is not null)
            {
                var row = await vault.WriteOverAsync(token, CancellationToken.None);
                var isWritten = row.RefreshToken == refreshToken;
                _seen[key] = row = isWritten ? row with { State = known.State } : row;
                if (isWritten)
                {
                    await spills.DropAsync(key, CancellationToken.None);
                    return KnownToken.Of(row);
                }

                if (row.RefreshToken.Length > 0)
                {
                    Log.Outrun(logger, key);
                    return KnownToken.Of(row);
                }
            }
        }
        catch (VaultUnavailableException e)
        {
            Log.NotWritten(logger, key, e.Message);
        }

        await spills.KeepAsync(token);
        return KnownToken.Of(token, known.State);
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

        var before = await spills.FindAsync(key, CancellationToken.None);
        var token = new SpilledToken(key, refreshToken, SeenVersion: null, (before?.Step ?? 0) + 1);
        try
        {
            var row = await vault.WriteOverAsync(token, CancellationToken.None);
            _seen[key] = row with { State = AuthorizerState.Authorized };
            await vault.AuthorizeAsync(key, CancellationToken.None);
            await spills.DropAsync(key, CancellationToken.None);
            return;
        }
        catch (VaultUnavailableException e)
        {
            Log.NotWritten(logger, key, e.Message);
        }

        // Whole milliseconds, as it is written.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(timeProvider.GetUtcNow().ToUnixTimeMilliseconds());
        await spills.KeepAsync(token with { At = now });
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

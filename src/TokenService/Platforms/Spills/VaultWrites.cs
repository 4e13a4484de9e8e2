using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.TokenService.Platforms.Spills;

/// <summary>Writes a refresh token to the vault over what it replaces, and over nothing else.</summary>
internal static class VaultWrites
{
    private const int MostTries = 5;

    /// <summary>
    /// Writes a token, unless the vault has a newer one. A database may have gone back, to a backup or to a copy that lagged behind, and
    /// another replica may have written an earlier link of the same chain: both are replaced.
    /// </summary>
    /// <param name="vault">The vault.</param>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Gives up; the write may then have happened or not.</param>
    /// <returns>What the vault has now: this token, or the newer one.</returns>
    /// <exception cref="VaultUnavailableException">The vault is away, or others write all the time.</exception>
    public static async ValueTask<VaultedToken> WriteOverAsync(
        this BoundedVault vault, SpilledToken token, CancellationToken cancellationToken)
    {
        var (key, version) = (token.Key, token.SeenVersion);
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (version is { } seen && await vault.TryWriteAsync(key, token.RefreshToken, seen, cancellationToken))
            {
                return new VaultedToken(token.RefreshToken, seen + 1, AuthorizerState.Authorized);
            }

            // The version is another one, and it may be our own: the answer to a write can be lost.
            var row = await vault.ReadAsync(key, cancellationToken);
            if (row is not null && (row.RefreshToken == token.RefreshToken || !token.Replaces(row)))
            {
                return row;
            }

            version = row?.Version ?? 0;
        }

        throw new VaultUnavailableException("others write to it all the time");
    }
}

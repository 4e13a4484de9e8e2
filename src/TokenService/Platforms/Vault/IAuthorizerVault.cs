using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Platforms.Vault;

/// <summary>
/// Keeps what costs an authorization when it is lost: refresh tokens and the newest ticket. A write is on the disk when the call returns.
/// </summary>
/// <remarks>
/// Every method throws <see cref="VaultUnavailableException"/> when the database fails or is late. Then nobody knows whether a write
/// happened, so each may be repeated.
/// </remarks>
public interface IAuthorizerVault
{
    /// <summary>Returns what there is of an authorizer.</summary>
    /// <param name="key">The authorizer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The row; <see langword="null"/> when there is none.</returns>
    ValueTask<VaultedToken?> ReadAsync(AuthorizerKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a refresh token, unless somebody wrote one after <paramref name="seenVersion"/> was read. With version 0 it makes the row,
    /// if there is none.
    /// </summary>
    /// <param name="key">The authorizer.</param>
    /// <param name="refreshToken">The token, which is not empty.</param>
    /// <param name="seenVersion">The version that was read; 0 when there was no row.</param>
    /// <param name="cancellationToken">Gives up; the write may then have happened or not.</param>
    /// <returns><see langword="false"/> when nothing was written: the row has another version.</returns>
    ValueTask<bool> TryWriteAsync(AuthorizerKey key, string refreshToken, long seenVersion, CancellationToken cancellationToken);

    /// <summary>Forgets a refresh token, because WeChat itself says that the account is not authorized any more.</summary>
    /// <param name="key">The authorizer.</param>
    /// <param name="seenVersion">The version that was read; another one is left alone.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask WipeAsync(AuthorizerKey key, long seenVersion, CancellationToken cancellationToken);

    /// <summary>
    /// Notes how the refresh token does: <see cref="AuthorizerState.Broken"/>, <see cref="AuthorizerState.NeedsCode"/>, or
    /// <see cref="AuthorizerState.Authorized"/> after one of them. Leaves any other state alone: only an event or WeChat's list ends an
    /// authorization, and only an event or a code begins one.
    /// </summary>
    /// <param name="key">The authorizer. Nothing happens when there is no row.</param>
    /// <param name="state">The state.</param>
    /// <param name="why">A sentence for people, without secrets.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask MarkAsync(AuthorizerKey key, AuthorizerState state, string why, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that an authorization code was exchanged: whatever was before, the platform may act for the account. Leaves
    /// <see cref="AuthorizerState.Test"/> alone.
    /// </summary>
    /// <param name="key">The authorizer. Nothing happens when there is no row.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask AuthorizeAsync(AuthorizerKey key, CancellationToken cancellationToken);

    /// <summary>Returns the ticket with the newest <see cref="ComponentTicket.CreateTime"/>.</summary>
    /// <param name="component">The platform.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The ticket, which may have expired; <see langword="null"/> when there is none.</returns>
    ValueTask<ComponentTicket?> ReadTicketAsync(AppId component, CancellationToken cancellationToken);

    /// <summary>Writes a ticket, unless there is one with the same or a newer <see cref="ComponentTicket.CreateTime"/>.</summary>
    /// <param name="component">The platform.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="cancellationToken">Gives up; the write may then have happened or not.</param>
    ValueTask WriteTicketAsync(AppId component, ComponentTicket ticket, CancellationToken cancellationToken);
}

namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>Has the key that signs invitations and the state of a browser; all replicas have the same one.</summary>
public interface IInvitationKeys
{
    /// <summary>Returns the key: 32 bytes, made at the first use and kept in the database.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="TokenService.Platforms.Vault.VaultUnavailableException">The database is away, and this process does not know the key yet.</exception>
    ValueTask<ReadOnlyMemory<byte>> KeyAsync(CancellationToken cancellationToken);
}

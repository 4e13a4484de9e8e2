using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Platforms.Vault;

/// <summary>Stands for the vault, its key and its lock in a host without a database. Nothing is ever kept.</summary>
internal sealed class NoVault : IAuthorizerVault, ISpillCipher, ISoleRenewer
{
    public ValueTask<VaultedToken?> ReadAsync(AuthorizerKey key, CancellationToken cancellationToken) => throw None();

    public ValueTask<bool> TryWriteAsync(
        AuthorizerKey key, string refreshToken, long seenVersion, CancellationToken cancellationToken) => throw None();

    public ValueTask WipeAsync(AuthorizerKey key, long seenVersion, CancellationToken cancellationToken) => throw None();

    public ValueTask MarkAsync(AuthorizerKey key, AuthorizerState state, string why, CancellationToken cancellationToken) => throw None();

    public ValueTask AuthorizeAsync(AuthorizerKey key, CancellationToken cancellationToken) => throw None();

    public ValueTask<ComponentTicket?> ReadTicketAsync(AppId component, CancellationToken cancellationToken) => throw None();

    public ValueTask WriteTicketAsync(AppId component, ComponentTicket ticket, CancellationToken cancellationToken) => throw None();

    public byte[] Seal(ReadOnlySpan<byte> plain, string row) => throw None();

    public byte[]? Open(ReadOnlySpan<byte> @sealed, string row) => null;

    public ValueTask<bool> TryHoldAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public ValueTask ReleaseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private static VaultUnavailableException None() => new("the host has no database");
}

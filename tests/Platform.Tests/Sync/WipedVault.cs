using System.Collections.Concurrent;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Tests.Sync;

/// <summary>A vault that remembers whose refresh token was wiped, and keeps nothing else.</summary>
internal sealed class WipedVault : IAuthorizerVault
{
    public ConcurrentQueue<AppId> Wiped { get; } = [];

    public ValueTask<VaultedToken?> ReadAsync(AuthorizerKey key, CancellationToken cancellationToken)
        => ValueTask.FromResult<VaultedToken?>(null);

    public ValueTask<bool> TryWriteAsync(AuthorizerKey key, string refreshToken, long seenVersion, CancellationToken cancellationToken)
        => ValueTask.FromResult(true);

    public ValueTask WipeAsync(AuthorizerKey key, long seenVersion, CancellationToken cancellationToken)
    {
        Wiped.Enqueue(key.AppId);
        return ValueTask.CompletedTask;
    }

    public ValueTask MarkAsync(AuthorizerKey key, AuthorizerState state, string why, CancellationToken cancellationToken)
        => ValueTask.CompletedTask;

    public ValueTask AuthorizeAsync(AuthorizerKey key, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<ComponentTicket?> ReadTicketAsync(AppId component, CancellationToken cancellationToken)
        => ValueTask.FromResult<ComponentTicket?>(null);

    public ValueTask WriteTicketAsync(AppId component, ComponentTicket ticket, CancellationToken cancellationToken)
        => ValueTask.CompletedTask;
}

using WxYarpGateway.TokenService.Stores;

namespace WxYarpGateway.TokenService.Leases;

/// <summary>Leases that are granted or refused within bounds, or throw <see cref="StoreUnavailableException"/>; guarded together with the store they live in.</summary>
internal sealed class GuardedTokenLeases(ITokenLeases leases, StoreGuard guard) : ITokenLeases
{
    public ValueTask<TokenLease?> TryAcquireAsync(TokenKey key, TimeSpan duration, CancellationToken cancellationToken) =>
        guard.AskAsync(
            static (call, token) => call.leases.TryAcquireAsync(call.key, call.duration, token), (leases, key, duration), cancellationToken);

    public async ValueTask ReleaseAsync(TokenLease lease, CancellationToken cancellationToken) =>
        await guard.AskAsync(
            static async (call, token) =>
            {
                await call.leases.ReleaseAsync(call.lease, token);
                return true;
            },
            (leases, lease),
            cancellationToken);
}

using WxYarpGateway.TokenService.Stores;

namespace WxYarpGateway.TokenService.Leases;

/// <summary>
/// Leases that are granted or refused within bounds, or throw <see cref="StoreUnavailableException"/>; guarded together with the store they
/// live in.
/// </summary>
internal sealed class GuardedLeases(ILeases leases, StoreGuard guard) : ILeases
{
    public ValueTask<Lease?> TryAcquireAsync(string of, TimeSpan duration, CancellationToken cancellationToken) =>
        guard.AskAsync(
            static (call, token) => call.leases.TryAcquireAsync(call.of, call.duration, token), (leases, of, duration), cancellationToken);

    public async ValueTask ReleaseAsync(Lease lease, CancellationToken cancellationToken) =>
        await guard.AskAsync(
            static async (call, token) =>
            {
                await call.leases.ReleaseAsync(call.lease, token);
                return true;
            },
            (leases, lease),
            cancellationToken);
}

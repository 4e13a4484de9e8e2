using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Tests.Replicas;

/// <summary>Leases that fail as the test says.</summary>
internal sealed class FailingLeases(ILeases leases, SharedStore shared) : ILeases
{
    public async ValueTask<Lease?> TryAcquireAsync(string of, TimeSpan duration, CancellationToken cancellationToken)
    {
        await shared.EnterAsync("acquire", cancellationToken);
        return await leases.TryAcquireAsync(of, shared.LeaseDuration ?? duration, cancellationToken);
    }

    public async ValueTask ReleaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        await shared.EnterAsync("release", cancellationToken);
        await leases.ReleaseAsync(lease, cancellationToken);
    }
}

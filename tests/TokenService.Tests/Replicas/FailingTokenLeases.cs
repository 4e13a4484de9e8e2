using WxYarpGateway.TokenService.Leases;
using WxYarpGateway.TokenService.Stores;

namespace WxYarpGateway.TokenService.Tests.Replicas;

/// <summary>Leases that fail as the test says.</summary>
internal sealed class FailingTokenLeases(ITokenLeases leases, SharedStore shared) : ITokenLeases
{
    public async ValueTask<TokenLease?> TryAcquireAsync(TokenKey key, TimeSpan duration, CancellationToken cancellationToken)
    {
        await shared.EnterAsync("acquire", cancellationToken);
        return await leases.TryAcquireAsync(key, shared.LeaseDuration ?? duration, cancellationToken);
    }

    public async ValueTask ReleaseAsync(TokenLease lease, CancellationToken cancellationToken)
    {
        await shared.EnterAsync("release", cancellationToken);
        await leases.ReleaseAsync(lease, cancellationToken);
    }
}

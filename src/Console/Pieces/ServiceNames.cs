using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Overviews;

namespace WxYarpGateway.Console.Pieces;

/// <summary>The services that any gateway serves, remembered for a moment.</summary>
internal sealed class ServiceNames(GatewayFleet fleet, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _one = new(1, 1);
    private IReadOnlyList<ServiceOverview> _services = [];
    private DateTimeOffset? _readAt;

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <summary>Returns the services by name; those that were known when no gateway answers.</summary>
    public async Task<IReadOnlyList<ServiceOverview>> ReadAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_readAt is null || clock.GetUtcNow() - _readAt > Remembered)
            {
                var answers = await fleet.AskAllAsync<ReplicaOverview>(GatewayPath.Of("overview"), cancellationToken);
                if (answers.Any(answer => answer.Answer.IsThere))
                {
                    _services = [.. answers.SelectMany(answer => answer.Answer.Value?.Services ?? [])
                        .DistinctBy(service => service.Name)
                        .OrderBy(service => service.Name, StringComparer.OrdinalIgnoreCase)];
                    _readAt = clock.GetUtcNow();
                }
            }

            return _services;
        }
        finally
        {
            _one.Release();
        }
    }
}

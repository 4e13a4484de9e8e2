using System.Threading.RateLimiting;

namespace WxYarpGateway.Gateway.Access.Limits;

/// <summary>
/// Lets through as many requests as a budget has left. An idle budget that is full again is dropped.
/// </summary>
internal sealed class RateLimits : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // A limiter wakes ten times a second, so there is none before the first request.
    private readonly Lazy<PartitionedRateLimiter<Budget>> _limiter = new(() => PartitionedRateLimiter.Create<Budget, Budget>(
        budget => RateLimitPartition.GetTokenBucketLimiter(
            budget,
            static budget => new TokenBucketRateLimiterOptions
            {
                TokenLimit = budget.Burst,
                TokensPerPeriod = budget.PerSecond,
                ReplenishmentPeriod = Period,
                QueueLimit = 0,
            })));

    /// <summary>Takes a request from a budget; returns when to come again if there is nothing left.</summary>
    public TimeSpan? Take(Budget budget)
    {
        using var lease = _limiter.Value.AttemptAcquire(budget);
        if (lease.IsAcquired)
        {
            return null;
        }

        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Period;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_limiter.IsValueCreated)
        {
            _limiter.Value.Dispose();
        }
    }
}

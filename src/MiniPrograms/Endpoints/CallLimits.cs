using System.Globalization;
using System.Threading.RateLimiting;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.Transforms.CallbackIps;

namespace WxYarpGateway.MiniPrograms.Endpoints;

/// <summary>Counts the calls of the login paths: by client, by user, and by mini program.</summary>
internal sealed class CallLimits : IDisposable
{
    private const string ForwardedFor = "X-Forwarded-For";

    // A window moves on by such steps; a call counts until the step that it fell into is over.
    private const int Segments = 6;

    // One counter for each that called lately; the limiter drops idle ones by itself. Clients have a bounded number of slots. A limiter
    // wakes ten times a second, so there is none before the first call.
    private readonly Lazy<PartitionedRateLimiter<Counter>> _counters = new(() => PartitionedRateLimiter.Create(
        static (Counter counter) => RateLimitPartition.GetSlidingWindowLimiter(
            counter,
            static counter => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = counter.Allowance.Calls,
                Window = counter.Allowance.Within,
                SegmentsPerWindow = Segments,
            })));

    /// <summary>Counts a call of a client; returns when to come again if it was one too many.</summary>
    public TimeSpan? TakeOfClient(HttpContext context, ILoginEndpoint endpoint)
    {
        if (endpoint.Limits.PerClient is not { } allowance || context.Connection.RemoteIpAddress is not { } address)
        {
            return null;
        }

        // All clients behind a proxy that the configuration does not name would share one counter.
        return context.Request.Headers.ContainsKey(ForwardedFor) && ClientNetwork.IsPrivate(address) ? null
            : Take(new Counter(endpoint.Path, "client", ClientNetwork.SlotOf(address).ToString(CultureInfo.InvariantCulture), allowance));
    }

    /// <summary>Counts a call for a mini program, and of a user; returns when to come again if it was one too many.</summary>
    public TimeSpan? Take(ILoginEndpoint endpoint, LoginApp app, LoginUser? user)
        => (user is not null && endpoint.Limits.PerUser is { } ofUser
            ? Take(new Counter(endpoint.Path, "user", user.Id.ToString(CultureInfo.InvariantCulture), ofUser)) : null)
            ?? (endpoint.Limits.PerApp is { } ofApp ? Take(new Counter(endpoint.Path, "app", app.AppId.Value, ofApp)) : null);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_counters.IsValueCreated)
        {
            _counters.Value.Dispose();
        }
    }

    private TimeSpan? Take(Counter counter)
    {
        using var lease = _counters.Value.AttemptAcquire(counter);
        return lease.IsAcquired ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait
            : counter.Allowance.Within / Segments;
    }

    private readonly record struct Counter(LoginPath Path, string Kind, string Of, Allowance Allowance);
}

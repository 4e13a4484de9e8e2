using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace WxYarpGateway.Transforms.Pages;

/// <summary>Bounds what strangers can make the gateway do for a service: by address, and in all.</summary>
public sealed class VisitorLimits : IDisposable
{
    private const int BytesOfNetwork = 8;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // One per address that came within the last minutes; the limiter drops idle ones by itself, for which it wakes ten times a second. So
    // there is none before the first visitor.
    private readonly Lazy<PartitionedRateLimiter<(string Service, IPAddress Client)>> _pages;
    private readonly Lazy<PartitionedRateLimiter<string>> _all;

    /// <summary>Initializes a new instance of the <see cref="VisitorLimits"/> class.</summary>
    /// <param name="pagesAMinute">How often one address may come to a service in a minute; an IPv6 network of 64 bits is one.</param>
    /// <param name="allAMinute">How much may be done for a service in a minute, whoever asks.</param>
    public VisitorLimits(int pagesAMinute, int allAMinute)
    {
        _pages = new(() => PartitionedRateLimiter.Create(
            ((string Service, IPAddress Client) visitor)
                => RateLimitPartition.GetSlidingWindowLimiter(visitor, _ => Within(pagesAMinute))));
        _all = new(() => PartitionedRateLimiter.Create(
            (string service) => RateLimitPartition.GetSlidingWindowLimiter(service, _ => Within(allAMinute))));
    }

    /// <summary>Takes one of an address's pages; returns whether there was one left.</summary>
    /// <param name="service">The service.</param>
    /// <param name="client">The address; <see langword="null"/> when it is unknown.</param>
    public bool TryTakePage(string service, IPAddress? client) => TryTake(_pages, (service, NetworkOf(client ?? IPAddress.None)));

    /// <summary>Takes one of what may be done for the service; returns whether there was one left.</summary>
    /// <param name="service">The service.</param>
    public bool TryTake(string service) => TryTake(_all, service);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_pages.IsValueCreated)
        {
            _pages.Value.Dispose();
        }

        if (_all.IsValueCreated)
        {
            _all.Value.Dispose();
        }
    }

    private static SlidingWindowRateLimiterOptions Within(int permits)
        => new() { PermitLimit = permits, Window = Minute, SegmentsPerWindow = 6 };

    private static bool TryTake<T>(Lazy<PartitionedRateLimiter<T>> limiter, T resource)
    {
        using var lease = limiter.Value.AttemptAcquire(resource);
        return lease.IsAcquired;
    }

    // Who has one IPv6 address has all of its /64.
    private static IPAddress NetworkOf(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(BytesOfNetwork).Clear();
        return new IPAddress(bytes);
    }
}

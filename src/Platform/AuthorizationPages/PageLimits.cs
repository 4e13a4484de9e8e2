using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>Bounds what strangers can make the gateway do: pages for each address, pre_auth_codes for each platform.</summary>
internal sealed class PageLimits : IDisposable
{
    private const int PagesAMinute = 10;
    private const int CodesAMinute = 60;
    private const int BytesOfNetwork = 8;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // One per address that came within the last minutes; the limiter drops idle ones by itself.
    private readonly PartitionedRateLimiter<(string Platform, IPAddress Client)> _pages = PartitionedRateLimiter.Create(
        static ((string Platform, IPAddress Client) visitor) => RateLimitPartition.GetSlidingWindowLimiter(
            visitor, static _
                => new SlidingWindowRateLimiterOptions { PermitLimit = PagesAMinute, Window = Minute, SegmentsPerWindow = 6 }));

    private readonly PartitionedRateLimiter<string> _codes = PartitionedRateLimiter.Create(
        static (string platform) => RateLimitPartition.GetSlidingWindowLimiter(
            platform, static _
                => new SlidingWindowRateLimiterOptions { PermitLimit = CodesAMinute, Window = Minute, SegmentsPerWindow = 6 }));

    /// <summary>Takes one of an address's pages; returns whether there was one left.</summary>
    public bool TryTakePage(string platform, IPAddress? client) => TryTake(_pages, (platform, NetworkOf(client ?? IPAddress.None)));

    /// <summary>Takes one of the platform's codes; returns whether there was one left.</summary>
    public bool TryTakeCode(string platform) => TryTake(_codes, platform);

    /// <inheritdoc/>
    public void Dispose()
    {
        _pages.Dispose();
        _codes.Dispose();
    }

    private static bool TryTake<T>(PartitionedRateLimiter<T> limiter, T resource)
    {
        using var lease = limiter.AttemptAcquire(resource);
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

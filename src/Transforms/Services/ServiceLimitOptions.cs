using System.ComponentModel.DataAnnotations;

namespace WxYarpGateway.Transforms.Services;

/// <summary>How much a service takes. The Gateway keeps to it on its public addresses; another host has its own rate limiter.</summary>
public sealed class ServiceLimitOptions
{
    /// <summary>Gets or sets how many requests a second the service takes: so many pushes, and apart from them so many of each other kind.</summary>
    /// <value>0, for no limit, to 1,000,000. The default is empty: what <c>Gateway:Limits</c> says.</value>
    [Range(0, 1_000_000)]
    public int? RequestsPerSecond { get; set; }
}

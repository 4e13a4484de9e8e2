using System.ComponentModel.DataAnnotations;

namespace WxYarpGateway.Transforms.Services.Options;

/// <summary>The rate limit of a service. The Gateway applies it on its public listener; other hosts use their own rate limiter.</summary>
public sealed class ServiceLimitOptions
{
    /// <summary>
    /// Gets or sets how many requests per second the service takes. Pushes and each other kind of request count separately.
    /// </summary>
    /// <value>From 0 (no limit) to 1,000,000. The default is empty: <c>Gateway:Limits</c> applies.</value>
    [Range(0, 1_000_000)]
    public int? RequestsPerSecond { get; set; }
}

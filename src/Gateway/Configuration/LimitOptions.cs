using System.ComponentModel.DataAnnotations;

namespace WxYarpGateway.Gateway.Configuration;

/// <summary>How much the public addresses take; the section <c>Gateway:Limits</c>.</summary>
public sealed class LimitOptions
{
    /// <summary>
    /// Gets or sets how many connections are held at a time on each address; one more is closed at once. A change takes effect at the next
    /// start.
    /// </summary>
    /// <value>From 10 to 1,000,000. The default is 10,000.</value>
    [Range(10, 1_000_000)]
    public int Connections { get; set; } = 10_000;

    /// <summary>
    /// Gets or sets how many requests a second each service takes, unless its own <c>Limits</c> say otherwise: so many pushes, and apart
    /// from them so many of each other kind.
    /// </summary>
    /// <value>From 0 to 1,000,000. The default is 0: no limit.</value>
    [Range(0, 1_000_000)]
    public int RequestsPerSecondPerService { get; set; }

    /// <summary>Gets or sets how many requests a second each client may send to what is neither a push nor a hand-written route.</summary>
    /// <value>From 0, for no limit, to 1,000,000. The default is 20.</value>
    [Range(0, 1_000_000)]
    public int RequestsPerSecondPerClient { get; set; } = 20;

    /// <summary>Gets or sets how many seconds' worth of requests may come at once.</summary>
    /// <value>From 1 to 60. The default is 10.</value>
    [Range(1, 60)]
    public int BurstSeconds { get; set; } = 10;
}

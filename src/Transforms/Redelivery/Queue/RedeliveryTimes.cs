namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>The times and numbers of the queue.</summary>
internal static class RedeliveryTimes
{
    /// <summary>How long a lease lasts unless it is renewed.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    /// <summary>How often leases are renewed: four renewals may fail.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(2);

    /// <summary>How often each replica takes messages that are due.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>How often each replica compares its copies with the queue.</summary>
    public static readonly TimeSpan Comparison = TimeSpan.FromSeconds(2);

    /// <summary>How often each replica counts the messages, for its gauges.</summary>
    public static readonly TimeSpan Count = TimeSpan.FromSeconds(5);

    /// <summary>How long the queue remembers that a message is over, for owners that lost their lease without knowing.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    /// <summary>How long dead letters are kept.</summary>
    public static readonly TimeSpan Dead = TimeSpan.FromDays(7);

    /// <summary>The most messages of one service that all replicas together deliver at a time.</summary>
    public const int Widest = 16;

    /// <summary>How long the queue gives out nothing of a service after its backend's first failure.</summary>
    public static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(1);

    /// <summary>The longest such pause, after many failures.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);
}

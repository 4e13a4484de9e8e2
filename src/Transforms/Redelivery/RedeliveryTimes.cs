namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>How long things last in the queue.</summary>
internal static class RedeliveryTimes
{
    /// <summary>How long a message is somebody's without a sign of life.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(10);

    /// <summary>How often the sign is given: four may be lost.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(2);

    /// <summary>How often each replica looks for what is due.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>How often each replica compares what it has put into the queue with what is there.</summary>
    public static readonly TimeSpan Comparison = TimeSpan.FromSeconds(2);

    /// <summary>How often each replica counts what is kept, for its gauges.</summary>
    public static readonly TimeSpan Count = TimeSpan.FromSeconds(5);

    /// <summary>How long it is remembered that a message was delivered, for holders that wake up late.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    /// <summary>How long dead letters are kept.</summary>
    public static readonly TimeSpan Dead = TimeSpan.FromDays(7);

    /// <summary>How many messages of one service are delivered again at a time, by all replicas together, when its backend does well.</summary>
    public const int Widest = 16;

    /// <summary>How long a service rests after its backend failed.</summary>
    public static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(1);

    /// <summary>How long it rests at most, when its backend fails again and again.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);
}

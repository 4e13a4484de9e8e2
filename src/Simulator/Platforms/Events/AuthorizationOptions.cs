namespace WxYarpGateway.Simulator.Platforms.Events;

/// <summary>Changes one authorization; what is null is as the platform's switches say.</summary>
public sealed record AuthorizationOptions
{
    /// <summary>Gets the numbers of the granted permission sets; null grants all that fit the account.</summary>
    public IReadOnlyList<int>? PermissionSets { get; init; }

    /// <summary>Gets the CreateTime of the event, such as an earlier moment or the same second as another's; null for now.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets when the event is pushed.</summary>
    public EventTiming? EventTiming { get; init; }

    /// <summary>Gets how long after that it is pushed.</summary>
    public TimeSpan? EventDelay { get; init; }

    /// <summary>Gets how often the event is pushed.</summary>
    public int? EventTimes { get; init; }
}

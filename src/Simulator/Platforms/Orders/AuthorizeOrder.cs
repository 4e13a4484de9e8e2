using WxYarpGateway.Simulator.Platforms.Events;

namespace WxYarpGateway.Simulator.Platforms.Orders;

/// <summary>The body of <c>POST /simulator/authorize</c>; what is absent is as the platform's switches say.</summary>
internal sealed record AuthorizeOrder
{
    private const int MostTimes = 100;

    public required string Platform { get; init; }

    public required string AppId { get; init; }

    public IReadOnlyList<int>? PermissionSets { get; init; }

    /// <summary>Gets the event's CreateTime in seconds since 1970.</summary>
    public long? CreatedAt { get; init; }

    public EventTiming? EventTiming { get; init; }

    /// <summary>Gets the delay of the event in seconds.</summary>
    public double? EventDelay { get; init; }

    public int? EventTimes { get; init; }

    public AuthorizationOptions ToOptions() => new()
    {
        PermissionSets = PermissionSets,
        CreatedAt = CreatedAt is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
        EventTiming = EventTiming,
        EventDelay = EventDelay is { } delay ? TimeSpan.FromSeconds(delay) : null,
        EventTimes = EventTimes is < 1 or > MostTimes
            ? throw new ArgumentException($"'eventTimes' must be between 1 and {MostTimes}.")
            : EventTimes,
    };
}

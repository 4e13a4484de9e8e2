namespace WxYarpGateway.Simulator.Platforms.Orders;

/// <summary>The body of <c>POST /simulator/unauthorize</c>.</summary>
internal sealed record UnauthorizeOrder
{
    public required string Platform { get; init; }

    public required string AppId { get; init; }

    /// <summary>Gets the event's CreateTime in seconds since 1970.</summary>
    public long? CreatedAt { get; init; }

    /// <summary>Gets whether the event is lost.</summary>
    public bool Silent { get; init; }

    public DateTimeOffset? Moment => CreatedAt is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}

using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Platforms.Orders;

/// <summary>The body of <c>POST /simulator/event</c>: any event of a platform, of any InfoType, with any fields.</summary>
internal sealed record PlatformEventOrder
{
    public required string Platform { get; init; }

    public required string InfoType { get; init; }

    public JsonObject? Fields { get; init; }

    /// <summary>Gets the event's CreateTime in seconds since 1970.</summary>
    public long? CreatedAt { get; init; }

    public Uri? Url { get; init; }

    public PlatformEvent ToEvent() => (Fields ?? []).Aggregate(
        PlatformEvent.Of(InfoType) with
        {
            CreatedAt = CreatedAt is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
        },
        (message, field) => message.With(field.Key, field.Value));

    public PushOptions? ToOptions() => Url is null ? null : new PushOptions { Url = Url, MaxDeliveries = 1 };
}

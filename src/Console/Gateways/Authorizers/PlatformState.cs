using System.Text.Json.Serialization;

namespace WxYarpGateway.Console.Gateways.Authorizers;

/// <summary>How a platform does.</summary>
public sealed record PlatformState
{
    /// <summary>Gets the platform's own AppId.</summary>
    public string Appid { get; init; } = "";

    /// <summary>Gets the age of the ticket in seconds; null without one.</summary>
    [JsonPropertyName("ticketAge")]
    public long? TicketAge { get; init; }

    /// <summary>Gets the age of the component's token in seconds; null without one.</summary>
    [JsonPropertyName("tokenAge")]
    public long? TokenAge { get; init; }

    /// <summary>Gets a value indicating whether nothing can be asked before a ticket comes.</summary>
    [JsonPropertyName("waitsForTicket")]
    public bool WaitsForTicket { get; init; }

    /// <summary>Gets how many accounts there are in each state, such as <c>authorized</c>.</summary>
    public IReadOnlyDictionary<string, long> Authorizers { get; init; } = new Dictionary<string, long>();

    /// <summary>Gets the events that wait.</summary>
    public EventCounts Inbox { get; init; } = new(0, 0);

    /// <summary>Gets the last comparison with WeChat's list; null for none.</summary>
    public SyncState? Sync { get; init; }
}

using System.Text.Json.Serialization;

namespace WxYarpGateway.Console.Gateways.Queues;

/// <summary>A message that was given up, without its text and its user.</summary>
public sealed record DeadLetter
{
    /// <summary>Gets its id in the queue.</summary>
    public string Id { get; init; } = "";

    /// <summary>Gets the id that all deliveries of the message share.</summary>
    [JsonPropertyName("messageId")]
    public string MessageId { get; init; } = "";

    /// <summary>Gets its type.</summary>
    public string Type { get; init; } = "";

    /// <summary>Gets when it came.</summary>
    public DateTimeOffset Received { get; init; }

    /// <summary>Gets how often it was delivered.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets why the last delivery failed.</summary>
    public string Failure { get; init; } = "";
}

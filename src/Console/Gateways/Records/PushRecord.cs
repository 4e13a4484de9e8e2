using System.Text.Json;
using System.Text.Json.Serialization;

namespace WxYarpGateway.Console.Gateways.Records;

/// <summary>The note that a gateway keeps of one push. What does not apply is empty; nothing in it is trusted.</summary>
public sealed record PushRecord
{
    private static readonly HashSet<string> Good = new(StringComparer.Ordinal) { "Verified", "Replied", "Nothing", "Retry" };

    /// <summary>Gets the id, which begins with the time.</summary>
    public string Id { get; init; } = "";

    /// <summary>Gets when it came.</summary>
    public DateTimeOffset Received { get; init; }

    /// <summary>Gets the service.</summary>
    public string Service { get; init; } = "";

    /// <summary>Gets the account.</summary>
    public string Appid { get; init; } = "";

    /// <summary>Gets the type of an authorization event.</summary>
    [JsonPropertyName("infoType")]
    public string InfoType { get; init; } = "";

    /// <summary>Gets the type of a message.</summary>
    [JsonPropertyName("msgType")]
    public string MsgType { get; init; } = "";

    /// <summary>Gets the name of an event.</summary>
    public string Event { get; init; } = "";

    /// <summary>Gets the id that all deliveries of the message share.</summary>
    [JsonPropertyName("messageId")]
    public string MessageId { get; init; } = "";

    /// <summary>Gets the hash of the user's openid.</summary>
    public string User { get; init; } = "";

    /// <summary>Gets how often backends were called.</summary>
    public int Attempt { get; init; }

    /// <summary>Gets the outcome.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>Gets the rule that decided.</summary>
    public string Rule { get; init; } = "";

    /// <summary>Gets the backend that the rule chose.</summary>
    public string Backend { get; init; } = "";

    /// <summary>Gets the milliseconds from arrival to answer.</summary>
    public double Ms { get; init; }

    /// <summary>Gets the kind of the reply.</summary>
    public string Reply { get; init; } = "";

    /// <summary>Gets the id of the trace; empty when no trace of the push is kept.</summary>
    public string TraceId { get; init; } = "";

    /// <summary>Gets what was done one after the other; empty when it was not measured.</summary>
    public IReadOnlyList<PushStep> Steps { get; init; } = [];

    /// <summary>Gets the message, when it was asked for and is kept.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>Gets a value indicating whether somebody should look at it.</summary>
    [JsonIgnore]
    public bool IsFailure => !Good.Contains(Outcome);

    /// <summary>Gets what it is in one word: the event, else the type.</summary>
    [JsonIgnore]
    public string Type => InfoType.Length > 0 ? InfoType : Event.Length > 0 ? Event : MsgType;

    /// <summary>Returns the id and nothing else: the rest may be a user's.</summary>
    public override string ToString() => Id;
}

namespace WxYarpGateway.Platform.Records;

/// <summary>The note kept of one push. A field that does not apply is empty.</summary>
public sealed record StoredRecord
{
    /// <summary>The outcome of a record that another system noted: it did not note what it answered.</summary>
    public const string Imported = "Imported";

    /// <summary>Gets the id, ordered by time and made of <see cref="ReceivedAt"/> (UUID version 7).</summary>
    public required Guid Id { get; init; }

    /// <summary>Gets the time of arrival, in whole milliseconds.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Gets the service's name.</summary>
    public required string Service { get; init; }

    /// <summary>Gets the account's AppId.</summary>
    public string AppId { get; init; } = "";

    /// <summary>Gets the InfoType of an authorization event.</summary>
    public string InfoType { get; init; } = "";

    /// <summary>Gets the MsgType of a message.</summary>
    public string MsgType { get; init; } = "";

    /// <summary>Gets the event's name.</summary>
    public string Event { get; init; } = "";

    /// <summary>Gets the id that all deliveries of the message share.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>Gets the hash of the user's openid that traces have too.</summary>
    public string UserHash { get; init; } = "";

    /// <summary>Gets the number of backend calls.</summary>
    public int Attempt { get; init; }

    /// <summary>Gets the outcome: one of the outcomes of metrics, or <see cref="Imported"/>.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>Gets the name of the rule that decided.</summary>
    public string Rule { get; init; } = "";

    /// <summary>Gets the name of the backend that a rule chose.</summary>
    public string Backend { get; init; } = "";

    /// <summary>Gets the time from arrival to answer.</summary>
    public int Milliseconds { get; init; }

    /// <summary>Gets the kind of the reply.</summary>
    public string Reply { get; init; } = "";

    /// <summary>Gets the id of the trace of the push, 32 hex digits; empty when no trace of it is kept.</summary>
    public string TraceId { get; init; } = "";

    /// <summary>
    /// Gets the steps of the push as JSON, <c>[{"name":…,"at_ms":…,"took_ms":…,"detail":…}]</c>; empty when their times were not taken.
    /// </summary>
    public string Steps { get; init; } = "";

    /// <summary>Gets the message, compressed; empty when none is kept. See <see cref="Bodies.RecordBody"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Returns the id and nothing else: the rest may be a user's.</summary>
    public override string ToString() => Id.ToString("N");
}

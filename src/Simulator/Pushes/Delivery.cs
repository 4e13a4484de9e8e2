using WxYarpGateway.Simulator.Pushes.Replies;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Records one delivery of a push.</summary>
public sealed record Delivery
{
    /// <summary>Gets the whole URL, with the signed query.</summary>
    public required Uri Url { get; init; }

    /// <summary>Gets the request body as sent.</summary>
    public required string SentBody { get; init; }

    /// <summary>Gets how it ended.</summary>
    public required DeliveryOutcome Outcome { get; init; }

    /// <summary>Gets how long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Gets the HTTP status, or null when no answer came.</summary>
    public int? Status { get; init; }

    /// <summary>Gets the answer's headers; names ignore case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the answer's body as received.</summary>
    public string Body { get; init; } = "";

    /// <summary>Gets the opened reply, when the answer was accepted.</summary>
    public SimulatedReply? Reply { get; init; }

    /// <summary>Gets the error with its fix, in a sentence; null when the delivery was answered.</summary>
    public string? Problem { get; init; }
}

namespace WxYarpGateway.Console.Gateways.Records;

/// <summary>What one backend did with a message that was sent again.</summary>
public sealed record ReplayDelivery
{
    /// <summary>Gets the rule; empty when none matched.</summary>
    public string Rule { get; init; } = "";

    /// <summary>Gets what the rule does: <c>Replies</c> or <c>Copies</c>.</summary>
    public string Effect { get; init; } = "";

    /// <summary>Gets the backend; empty for the service's own.</summary>
    public string Backend { get; init; } = "";

    /// <summary>Gets the HTTP status; 0 when there was none.</summary>
    public int Status { get; init; }

    /// <summary>Gets how long it took.</summary>
    public double Ms { get; init; }

    /// <summary>Gets why it failed; null when it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>Gets a value indicating whether the backend took the message.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsTaken => Status is >= 200 and < 300 && string.IsNullOrEmpty(Failure);
}

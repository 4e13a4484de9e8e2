namespace WxYarpGateway.Platform.Records;

/// <summary>What a message's record says of its way. Whoever chooses the way adds it to the message as a state.</summary>
/// <param name="Rule">The name of the rule that decided; empty for none.</param>
/// <param name="Backend">The name of the backend; empty for the service's own.</param>
public sealed record RecordedRoute(string Rule, string Backend)
{
    /// <summary>Gets the <c>InfoType</c> of an authorization event; empty for a message.</summary>
    public string InfoType { get; init; } = "";
}

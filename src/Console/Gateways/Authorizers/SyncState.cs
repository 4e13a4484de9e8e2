namespace WxYarpGateway.Console.Gateways.Authorizers;

/// <summary>A comparison of the accounts with WeChat's list.</summary>
public sealed record SyncState
{
    /// <summary>Gets how far it is: <c>Running</c>, <c>Complete</c>, <c>Incomplete</c> or <c>Failed</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>Gets when it began.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>Gets when it ended; null while it runs.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Gets how many accounts it has seen.</summary>
    public long Seen { get; init; }

    /// <summary>Gets how many WeChat counts.</summary>
    public long Total { get; init; }

    /// <summary>Gets how many were new.</summary>
    public long Added { get; init; }

    /// <summary>Gets how many were completed.</summary>
    public long Updated { get; init; }

    /// <summary>Gets how many have withdrawn.</summary>
    public long Unauthorized { get; init; }

    /// <summary>Gets how many could not be asked about.</summary>
    public long Failed { get; init; }

    /// <summary>Gets why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>Gets a value indicating whether it is under way.</summary>
    public bool IsRunning => Status == "Running";
}

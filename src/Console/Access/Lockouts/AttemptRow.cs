namespace WxYarpGateway.Console.Access.Lockouts;

/// <summary>The tries of one name or one address.</summary>
internal sealed class AttemptRow
{
    /// <summary>Gets or sets whose: <c>address:</c> with a network, or <c>name:</c> with the digest of a name.</summary>
    public required string Subject { get; set; }

    /// <summary>Gets or sets how many tries of a name failed in a row.</summary>
    public int Failures { get; set; }

    /// <summary>Gets or sets until when a name is locked; null when it is not.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>Gets or sets when the failed tries of an address were, in Unix milliseconds, separated by spaces.</summary>
    public string Times { get; set; } = "";

    /// <summary>Gets or sets when the last try was.</summary>
    public DateTimeOffset At { get; set; }
}

namespace WxYarpGateway.Platform.Histories;

/// <summary>A change of the status of an account in a platform's care, or what somebody did to the account by the API.</summary>
/// <param name="At">When.</param>
/// <param name="By">What told it; see <see cref="StatusSources"/>.</param>
/// <param name="Was">The status before; empty for an account that was not known.</param>
/// <param name="Status">The status since.</param>
/// <param name="Why">Why it is so, as a sentence; empty when the status says it.</param>
public sealed record StatusNote(DateTimeOffset At, string By, string Was, string Status, string Why)
{
    /// <summary>The status is another.</summary>
    public const string StatusChanged = "status";

    /// <summary>Somebody edited the account: tags, overrides, note.</summary>
    public const string Edited = "edited";

    /// <summary>Somebody had WeChat asked about the account, and its token renewed.</summary>
    public const string Refreshed = "refreshed";

    /// <summary>Gets what was done: <see cref="StatusChanged"/>, <see cref="Edited"/> or <see cref="Refreshed"/>.</summary>
    public string Change { get; init; } = StatusChanged;

    /// <summary>Gets the name of the API key with which it was done; empty without one, and for what no call did.</summary>
    public string Key { get; init; } = "";

    /// <summary>Gets the person whom the key named; empty when it named none.</summary>
    public string Person { get; init; } = "";
}

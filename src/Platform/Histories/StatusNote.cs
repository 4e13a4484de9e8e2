namespace WxYarpGateway.Platform.Histories;

/// <summary>A change of the status of an account in a platform's care.</summary>
/// <param name="At">When.</param>
/// <param name="By">What told it; see <see cref="StatusSources"/>.</param>
/// <param name="Was">The status before; empty for an account that was not known.</param>
/// <param name="Status">The status since.</param>
/// <param name="Why">Why it is so, as a sentence; empty when the status says it.</param>
public sealed record StatusNote(DateTimeOffset At, string By, string Was, string Status, string Why);

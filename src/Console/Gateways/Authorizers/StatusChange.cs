namespace WxYarpGateway.Console.Gateways.Authorizers;

/// <summary>A change of an account's status, or what somebody did to the account by the API.</summary>
/// <param name="At">When.</param>
/// <param name="By">What told it, such as <c>event</c>.</param>
/// <param name="Was">The status before; empty for a new account.</param>
/// <param name="Status">The status since.</param>
/// <param name="Why">Why it is so.</param>
public sealed record StatusChange(DateTimeOffset At, string? By, string? Was, string? Status, string? Why)
{
    /// <summary>Gets what was done, such as <c>edited</c>; <c>status</c> for a change of the status.</summary>
    public string Change { get; init; } = "status";

    /// <summary>Gets the API key with which it was done.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the person whom the key named.</summary>
    public string? Person { get; init; }
}

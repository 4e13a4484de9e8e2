namespace WxYarpGateway.Simulator.Calls;

/// <summary>How often a path was called for an account.</summary>
/// <param name="Path">The path, such as <c>/cgi-bin/token</c>.</param>
/// <param name="AppId">The account's AppId; empty when the call named no known account.</param>
/// <param name="Count">The number of calls.</param>
public sealed record CallCount(string Path, string AppId, int Count);

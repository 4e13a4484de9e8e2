namespace WxYarpGateway.Console.Gateways.Versions;

/// <summary>The pages of the code that was committed.</summary>
/// <param name="PageList">The pages.</param>
public sealed record CodePages(IReadOnlyList<string>? PageList);

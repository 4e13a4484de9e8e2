namespace WxYarpGateway.MiniProgram;

/// <summary>Something that a user does with the mini program.</summary>
/// <param name="Name">What it is, in words.</param>
/// <param name="Request">The request that the phone sends for it.</param>
/// <param name="PlayAsync">Does it; returns what is wrong with the answer, or null.</param>
public sealed record Step(string Name, string Request, Func<CancellationToken, Task<string?>> PlayAsync);

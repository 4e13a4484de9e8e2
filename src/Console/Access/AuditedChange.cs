namespace WxYarpGateway.Console.Access;

/// <summary>A change that the console remembers.</summary>
/// <param name="At">When.</param>
/// <param name="Who">Who made it.</param>
/// <param name="What">What was done, such as <c>rule.save</c>.</param>
/// <param name="Target">What it was done to.</param>
/// <param name="Detail">More about it, such as why it failed; null for nothing.</param>
public sealed record AuditedChange(DateTimeOffset At, string Who, string What, string Target, string? Detail);

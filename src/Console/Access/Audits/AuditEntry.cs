namespace WxYarpGateway.Console.Access.Audits;

/// <summary>Something that was done, as admins see it.</summary>
/// <param name="Id">The number.</param>
/// <param name="At">When.</param>
/// <param name="Who">Who did it.</param>
/// <param name="From">From which address.</param>
/// <param name="What">What was done.</param>
/// <param name="Target">What it was done to.</param>
/// <param name="Detail">More about it.</param>
public sealed record AuditEntry(
    long Id, DateTimeOffset At, string Who, string? From, string What, string Target, string? Detail);

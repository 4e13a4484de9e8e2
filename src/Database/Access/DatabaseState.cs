namespace WxYarpGateway.Database.Access;

/// <summary>How the database is, and since when.</summary>
/// <param name="Status">How it is.</param>
/// <param name="Since">The moment since which that is so.</param>
/// <param name="Problem">Why it is away or refused, as a sentence without secrets; else <see langword="null"/>.</param>
public sealed record DatabaseState(DatabaseStatus Status, DateTimeOffset Since, string? Problem);

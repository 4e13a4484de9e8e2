namespace WxYarpGateway.Database.Imports;

/// <summary>What became of messages that another system was to send.</summary>
/// <param name="Added">How many were not there.</param>
/// <param name="Left">How many were taken by an earlier import.</param>
/// <param name="TooMany">The ids there of those whose user has as many waiting as one may have.</param>
/// <param name="NoUser">The ids there of those whose user is not here.</param>
public sealed record ImportedNotices(long Added, long Left, IReadOnlyList<long> TooMany, IReadOnlyList<long> NoUser);

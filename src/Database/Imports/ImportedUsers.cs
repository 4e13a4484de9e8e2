namespace WxYarpGateway.Database.Imports;

/// <summary>What became of users that another system kept.</summary>
/// <param name="Added">How many were not there.</param>
/// <param name="Completed">How many were there, and lacked something.</param>
/// <param name="Left">How many were there, and lacked nothing.</param>
/// <param name="OtherId">The ids there of those that have another id here: backends that kept theirs do not know them by it.</param>
public sealed record ImportedUsers(long Added, long Completed, long Left, IReadOnlyList<long> OtherId);

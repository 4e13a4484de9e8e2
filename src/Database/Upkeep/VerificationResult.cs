namespace WxYarpGateway.Database.Upkeep;

/// <summary>What a verification found.</summary>
/// <param name="Current">How many values the current key seals.</param>
/// <param name="Previous">How many a previous key does.</param>
/// <param name="Problems">What is wrong, by the sentence that says it, and how often.</param>
public sealed record VerificationResult(long Current, long Previous, IReadOnlyDictionary<string, long> Problems);

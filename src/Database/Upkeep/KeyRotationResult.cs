namespace WxYarpGateway.Database.Upkeep;

/// <summary>What a rotation did.</summary>
/// <param name="Changed">How many values the current key seals now.</param>
/// <param name="Current">How many it did already.</param>
/// <param name="Problems">How many values could not be opened, by the sentence that says why.</param>
public sealed record KeyRotationResult(long Changed, long Current, IReadOnlyDictionary<string, long> Problems);

namespace WxYarpGateway.Console.Gateways.Records;

/// <summary>One page of a search, the newest first.</summary>
public sealed record FoundRecords
{
    /// <summary>Gets the records.</summary>
    public IReadOnlyList<PushRecord> Records { get; init; } = [];

    /// <summary>Gets what leads to the next page; null at the end.</summary>
    public string? Next { get; init; }
}

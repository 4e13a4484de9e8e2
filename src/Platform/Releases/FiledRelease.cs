namespace WxYarpGateway.Platform.Releases;

/// <summary>What came of filing an order.</summary>
/// <param name="Result">What came of it.</param>
/// <param name="Id">The release; empty when there is none.</param>
public sealed record FiledRelease(FilingResult Result, Guid Id = default);

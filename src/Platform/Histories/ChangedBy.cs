namespace WxYarpGateway.Platform.Histories;

/// <summary>Who changes something by the API.</summary>
/// <param name="Key">The name of the API key; empty when there is none.</param>
/// <param name="Person">The person whom a trusted key named; empty when it named none.</param>
public sealed record ChangedBy(string Key, string Person);

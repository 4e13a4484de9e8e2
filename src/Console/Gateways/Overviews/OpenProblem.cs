namespace WxYarpGateway.Console.Gateways.Overviews;

/// <summary>Something that is wrong at a replica.</summary>
/// <param name="Where">Where, such as a key of the configuration.</param>
/// <param name="Sentence">What is wrong.</param>
/// <param name="Fix">What ends it; null when nobody knows.</param>
public sealed record OpenProblem(string Where, string Sentence, string? Fix);

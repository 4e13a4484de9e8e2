namespace WxYarpGateway.Console.Gateways.Settings;

/// <summary>Something that is wrong with a configuration.</summary>
/// <param name="Where">The key.</param>
/// <param name="Sentence">What is wrong; never with a secret.</param>
/// <param name="Fix">What ends it.</param>
public sealed record ConfigurationProblem(string Where, string Sentence, string? Fix);

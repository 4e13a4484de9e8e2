namespace WxYarpGateway.Gateway.Overview.Answers;

/// <summary>Something that somebody has to act on.</summary>
/// <param name="Where">What it concerns: a key of the configuration, or a name.</param>
/// <param name="Sentence">What is wrong; never with a secret.</param>
/// <param name="Fix">What ends it.</param>
/// <param name="Kind">The name of its kind, for programs.</param>
/// <param name="Values">The values in the sentences, in the order of the kind.</param>
internal sealed record ProblemAnswer(string Where, string Sentence, string Fix, string Kind, IReadOnlyList<string> Values);

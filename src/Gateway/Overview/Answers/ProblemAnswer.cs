namespace WxYarpGateway.Gateway.Overview.Answers;

/// <summary>Something that somebody has to act on.</summary>
/// <param name="Where">What it concerns: a key of the configuration, or a name.</param>
/// <param name="Sentence">What is wrong; never with a secret.</param>
/// <param name="Fix">What ends it.</param>
internal sealed record ProblemAnswer(string Where, string Sentence, string Fix);

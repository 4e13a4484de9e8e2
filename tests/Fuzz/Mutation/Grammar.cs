namespace WxYarpGateway.Fuzz.Mutation;

/// <summary>How inputs of a format are changed: what they are made of, and changes that know their structure.</summary>
/// <param name="Tokens">Texts that mean something in the format, or nearly do.</param>
/// <param name="Change">Changes an input as something with structure; returns <see langword="null"/> when it has none. The last argument is
/// another input to take from.</param>
internal sealed record Grammar(IReadOnlyList<string> Tokens, Func<Dice, byte[], byte[], byte[]?>? Change = null);

namespace WxYarpGateway.Platform.Rules.Json;

/// <summary>One thing that is wrong, or odd, about a rule.</summary>
/// <param name="Path">Where, such as <c>When.MsgType[1]</c>; empty for the whole.</param>
/// <param name="Problem">What: a predicate that follows the path.</param>
public sealed record RuleError(string Path, string Problem)
{
    /// <summary>Returns both as a sentence.</summary>
    public override string ToString() => Path.Length == 0 ? $"The rule {Problem}." : $"{Path} {Problem}.";
}

namespace WxYarpGateway.Gateway.Answers;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Path">Where, in the body or the query; empty for the whole.</param>
/// <param name="Problem">What: a predicate that follows the path.</param>
internal sealed record RequestError(string Path, string Problem)
{
    public override string ToString() => Path.Length == 0 ? $"The body {Problem}." : $"{Path} {Problem}.";
}

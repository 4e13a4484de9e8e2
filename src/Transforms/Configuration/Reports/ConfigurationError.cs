namespace WxYarpGateway.Transforms.Configuration.Reports;

/// <summary>One thing that is wrong with the configuration, or worth a warning.</summary>
/// <param name="Source">What supplied the key: the name of a file, or <c>environment</c>.</param>
/// <param name="Path">The full path of the key, such as <c>Gateway:Services:shop:Token</c>; empty when the error concerns the source as a
/// whole.</param>
/// <param name="Problem">What is wrong, a predicate that follows the path. It never has a secret's value.</param>
/// <param name="Fix">How to fix it, as a sentence without its full stop.</param>
public sealed record ConfigurationError(string Source, string Path, string Problem, string Fix)
{
    /// <summary>Returns the error as one line for operators.</summary>
    public override string ToString()
        => $"{Source}: {(Path.Length == 0 ? "" : Path + " ")}{Problem}. {Fix}{(Fix.EndsWith('?') ? "" : ".")}";
}

using System.Text.RegularExpressions;

namespace WxYarpGateway.Gateway.Import;

/// <summary>Tells values from the hints that go-wx-gateway's samples have in place of them.</summary>
internal static partial class Hints
{
    /// <summary>Takes off what a sample explains behind a value: <c>/wx  --the path of the server URL</c>.</summary>
    public static Found<string> WithoutExplanation(Found<string> found)
        => Explanation().Match(found.Value) is { Success: true } explanation
            ? found.Becoming(found.Value[..explanation.Index], "an explanation stood behind the value, and is left out")
            : found;

    /// <summary>Returns whether a credential was never filled in. Real ones are ASCII; the hints are Chinese, or say where to look.</summary>
    public static bool IsForCredential(string value)
        => value.Any(letter => !char.IsAscii(letter))
            || (value.StartsWith("your_", StringComparison.Ordinal) && value.EndsWith("_at_weixin_admin", StringComparison.Ordinal))
            || value.StartsWith("let_this_empty_or_null", StringComparison.Ordinal);

    /// <summary>Returns whether a backend's address was never filled in.</summary>
    public static bool IsForAddress(string value) => SampleAddress().IsMatch(value);

    /// <summary>Returns whether a name is a sentence about names.</summary>
    public static bool IsForName(string value) => value.AsSpan().ContainsAny("，。；：");

    /// <summary>Returns whether a flag was never filled in: it is looked for in the URI of a request, which holds neither spaces nor Chinese.</summary>
    public static bool IsForFlag(string value) => value.Any(letter => letter is <= ' ' or > '~');

    [GeneratedRegex(@"\s+--.*", RegexOptions.Singleline)]
    private static partial Regex Explanation();

    [GeneratedRegex(@"^https?://yourhost\b", RegexOptions.IgnoreCase)]
    private static partial Regex SampleAddress();
}

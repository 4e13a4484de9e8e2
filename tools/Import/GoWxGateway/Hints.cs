using System.Text.RegularExpressions;
using WxYarpGateway.Import.Configuration;

namespace WxYarpGateway.Import.GoWxGateway;

/// <summary>Recognizes the hints that go-wx-gateway's samples have in place of values.</summary>
internal static partial class Hints
{
    /// <summary>Removes the explanation that a sample has behind a value: <c>/wx  --the path of the server URL</c>.</summary>
    public static Found<string> WithoutExplanation(Found<string> found)
        => Explanation().Match(found.Value) is { Success: true } explanation
            ? found.Becoming(found.Value[..explanation.Index], "an explanation stood behind the value, and is left out")
            : found;

    /// <summary>Returns whether a credential was never filled in. Real ones are ASCII; hints are Chinese or say where to look.</summary>
    public static bool IsForCredential(string value)
        => value.Any(letter => !char.IsAscii(letter))
            || (value.StartsWith("your_", StringComparison.Ordinal) && value.EndsWith("_at_weixin_admin", StringComparison.Ordinal))
            || value.StartsWith("let_this_empty_or_null", StringComparison.Ordinal);

    /// <summary>Returns whether a backend's address was never filled in.</summary>
    public static bool IsForAddress(string value) => SampleAddress().IsMatch(value);

    /// <summary>Returns whether a name is a sentence, as in the samples.</summary>
    public static bool IsForName(string value) => value.AsSpan().ContainsAny("，。；：");

    /// <summary>Returns whether a flag was never filled in. A real one is part of a URI, which has neither spaces nor Chinese.</summary>
    public static bool IsForFlag(string value) => value.Any(letter => letter is <= ' ' or > '~');

    [GeneratedRegex(@"\s+--.*", RegexOptions.Singleline)]
    private static partial Regex Explanation();

    [GeneratedRegex(@"^https?://yourhost\b", RegexOptions.IgnoreCase)]
    private static partial Regex SampleAddress();
}

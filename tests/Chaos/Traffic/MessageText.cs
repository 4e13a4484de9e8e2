using System.Globalization;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Chaos.Traffic;

/// <summary>What messages say, so that each is known wherever it turns up, and none may turn up in a log.</summary>
internal static partial class MessageText
{
    /// <summary>What all texts, event keys and replies have in common, and logs must not.</summary>
    public const string Mark = "chaos-said-";

    /// <summary>What all users' openids begin with.</summary>
    public const string OpenIdMark = "oChaosPerson_";

    public static string Of(int number) => string.Create(CultureInfo.InvariantCulture, $"{Mark}{number} 你好 😀 ]]>");

    public static string ReplyTo(int number) => string.Create(CultureInfo.InvariantCulture, $"re: {Mark}{number}; 好 😀");

    public static string OpenIdOf(int user) => string.Create(CultureInfo.InvariantCulture, $"{OpenIdMark}{user:000000000000000}");

    /// <summary>Returns the number of the message that a text is of, or answers.</summary>
    public static int? NumberIn(string text)
        => Number().Match(text) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(Mark + @"(\d+)")]
    private static partial Regex Number();
}

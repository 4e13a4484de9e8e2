using System.Net;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Demo.Platform;

/// <summary>Reads pages as a person does: titles, words, choices and buttons.</summary>
internal static partial class PageText
{
    /// <summary>Returns the lines that a person sees.</summary>
    public static IEnumerable<string> Of(string html)
        => Element().Matches(html).Select(match => (Tag: match.Groups[1].Value, Text: Clean(match.Groups[2].Value)))
            .Select(element => element.Tag switch
            {
                "button" => $"[ {element.Text} ]",
                "option" => $"▾ {element.Text}",
                "label" => $"☑ {element.Text}",
                _ => element.Text,
            });

    /// <summary>Returns the fields that a form sends by itself, in order.</summary>
    public static IEnumerable<KeyValuePair<string, string>> FieldsOf(string html)
        => Field().Matches(html).Select(match => KeyValuePair.Create(match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value)));

    private static string Clean(string inner) => WebUtility.HtmlDecode(Tag().Replace(inner, " ")).Trim();

    [GeneratedRegex("<(h1|p|option|button|label(?= class))[^>]*>(.*?)</\\1>", RegexOptions.Singleline)]
    private static partial Regex Element();

    [GeneratedRegex("<input type=\"(?:hidden|checkbox)\" name=\"([a-z]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Field();

    [GeneratedRegex("<[^>]*>\\s*")]
    private static partial Regex Tag();
}

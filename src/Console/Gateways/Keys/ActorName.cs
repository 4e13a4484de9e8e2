using System.Globalization;
using System.Text;

namespace WxYarpGateway.Console.Gateways.Keys;

/// <summary>Writes the name of whoever uses the console as gateways take it: 64 visible characters at most, percent-encoded.</summary>
internal static class ActorName
{
    /// <summary>The header.</summary>
    public const string Header = "X-WeChat-Actor";

    private const int Longest = 64;

    /// <summary>Returns what the header says; null when nothing of the name can be said.</summary>
    public static string? Of(string? name)
    {
        var visible = new StringBuilder();
        foreach (var rune in (name ?? "").EnumerateRunes().Where(IsVisible))
        {
            if (visible.Length + rune.Utf16SequenceLength > Longest)
            {
                break;
            }

            visible.Append(rune.ToString());
        }

        var said = visible.ToString().Trim();
        return said.Length > 0 ? Uri.EscapeDataString(said) : null;
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);
}

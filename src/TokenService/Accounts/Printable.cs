using System.Text;

namespace WxYarpGateway.TokenService.Accounts;

/// <summary>Tells text that can be typed and seen from text that cannot.</summary>
internal static class Printable
{
    public static bool IsPrintable(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone surrogate comes out of the enumeration as the replacement character.
            if (rune == Rune.ReplacementChar || Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                return false;
            }
        }

        return true;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace WxYarpGateway.Simulator.OAuth.Pages;

/// <summary>The URL that the browser returns to.</summary>
internal sealed record RedirectTarget(Uri Url, string Text)
{
    public static bool TryParse(string text, [NotNullWhen(true)] out RedirectTarget? target)
    {
        var isWeb = Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
        target = isWeb ? new RedirectTarget(url!, ToAscii(text)) : null;
        return isWeb;
    }

    /// <summary>Returns whether the host is one of the domains; an empty list allows any.</summary>
    public bool IsWithin(IReadOnlyList<string> domains) =>
        domains.Count == 0 || domains.Contains(Url.Host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the URL with the code, if any, and the state added to its query.</summary>
    public string With(string? code, string state) => With($"{(code is null ? "" : $"code={code}&")}state={state}");

    /// <summary>Returns the URL with parameters added to its query.</summary>
    public string With(string parameters)
    {
        var hash = Text.IndexOf('#', StringComparison.Ordinal);
        var (address, fragment) = hash < 0 ? (Text, "") : (Text[..hash], Text[hash..]);
        var joint = !address.Contains('?', StringComparison.Ordinal) ? "?" : address[^1] is '?' or '&' ? "" : "&";
        return $"{address}{joint}{parameters}{fragment}";
    }

    // A header is ASCII only. What is already escaped stays byte for byte.
    private static string ToAscii(string text) =>
        text.EnumerateRunes()
            .Aggregate(
                new StringBuilder(),
                (ascii, rune) => ascii.Append(rune.Value is > 0x20 and < 0x7f ? rune.ToString() : Uri.EscapeDataString(rune.ToString())))
            .ToString();
}

using System.Globalization;

namespace WxYarpGateway.Simulator.OAuth.Pages;

/// <summary>Renders an error of the authorize page, with its cause.</summary>
internal static class ErrorPage
{
    public static string Of(AuthorizeError error)
    {
        var number = error.Number is { } known
            ? $"""<p class="number">错误码:<span id="number">{known.ToString(CultureInfo.InvariantCulture)}</span></p>"""
            : "";
        return $"""
            <header><h1 id="words">{PageWriter.Encode(error.Words)}</h1></header>
            {number}
            <p class="quiet" id="meaning">{PageWriter.Encode(error.Meaning)}</p>
            """;
    }
}

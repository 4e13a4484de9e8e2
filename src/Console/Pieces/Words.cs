using Microsoft.Extensions.Localization;

namespace WxYarpGateway.Console.Pieces;

/// <summary>Says the gateway's words in the language of the page.</summary>
internal static class Words
{
    /// <summary>Returns the text of a name, or the word itself when the console does not know it yet.</summary>
    public static string Of(IStringLocalizer texts, string name, string word)
        => texts[name] is { ResourceNotFound: false } text ? text : word;

    /// <summary>Returns the state of an account.</summary>
    public static string Status(IStringLocalizer texts, string status) => Of(texts, $"Status.{status}", status);

    /// <summary>Returns the kind of an account.</summary>
    public static string Kind(IStringLocalizer texts, string kind) => Of(texts, $"Kind.{kind}", kind);
}

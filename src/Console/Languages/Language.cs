using System.Globalization;

namespace WxYarpGateway.Console.Languages;

/// <summary>A language that the console speaks.</summary>
/// <param name="Tag">Its tag, as in the attribute <c>lang</c>.</param>
/// <param name="OwnName">What it calls itself.</param>
/// <param name="ShortName">The same for a narrow screen.</param>
internal sealed record Language(string Tag, string OwnName, string ShortName)
{
    /// <summary>Gets Chinese in simplified characters.</summary>
    public static Language Chinese { get; } = new("zh-CN", "简体中文", "中文");

    /// <summary>Gets English, which has every text.</summary>
    public static Language English { get; } = new("en", "English", "EN");

    /// <summary>Gets all languages, in the order of the switch.</summary>
    public static IReadOnlyList<Language> All { get; } = [Chinese, English];

    /// <summary>Gets the language of the request or circuit.</summary>
    public static Language Current => Of(CultureInfo.CurrentUICulture.Name) ?? English;

    /// <summary>Returns the language of a tag, such as <c>zh-Hant-TW</c>; null when the console does not speak it.</summary>
    public static Language? Of(string? tag)
        => tag is null ? null : All.FirstOrDefault(
            language => tag.Split('-')[0].Equals(language.Tag.Split('-')[0], StringComparison.OrdinalIgnoreCase));
}

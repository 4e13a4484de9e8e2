using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.Console.Tests.Languages;

public sealed partial class TextTests
{
    private const string Room = "WxYarpGateway.Console.Languages.";

    private static readonly Assembly Console = typeof(Program).Assembly;

    public static TheoryData<string> Resources() => new(Console.GetManifestResourceNames()
        .Where(name => name.StartsWith(Room, StringComparison.Ordinal))
        .Select(name => Path.GetFileNameWithoutExtension(name)[Room.Length..]));

    [Theory]
    [MemberData(nameof(Resources))]
    public void Every_text_is_there_in_both_languages_with_the_same_blanks(string name)
    {
        var (english, chinese) = (Texts(name, ""), Texts(name, "zh-CN"));

        Assert.Equal(english.Keys.Order(), chinese.Keys.Order());
        Assert.All(english, text =>
        {
            Assert.NotEmpty(text.Value);
            Assert.NotEmpty(chinese[text.Key]);
            Assert.Equal(
                Blank().Matches(text.Value).Select(blank => blank.Value).Order(),
                Blank().Matches(chinese[text.Key]).Select(blank => blank.Value).Order());
        });
    }

    [Fact]
    public void Every_text_that_a_page_names_is_there()
    {
        var all = Resources().SelectMany(row => Texts(row.Data, "").Keys).ToHashSet(StringComparer.Ordinal);
        var folder = Path.Combine(Repository.Root, "src", "Console");
        var missing = from file in Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
                      where file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal)
                      from Match use in Use().Matches(File.ReadAllText(file))
                      where !all.Contains(use.Groups[1].Value)
                      select $"{Path.GetFileName(file)}: {use.Groups[1].Value}";

        Assert.Empty(missing);
    }

    private static Dictionary<string, string> Texts(string name, string language)
        => new ResourceManager(Room + name, Console)
            .GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false)!
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Blank();

    [GeneratedRegex("[Tt]exts\\[\"([^\"]+)\"")]
    private static partial Regex Use();
}

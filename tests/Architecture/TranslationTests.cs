using System.Text.RegularExpressions;

namespace WxYarpGateway.Architecture;

/// <summary>The Chinese README says what the English one says: whoever changes one changes the other.</summary>
public sealed partial class TranslationTests
{
    private readonly string _english = File.ReadAllText(Path.Combine(SourceTree.Root, "README.md"));
    private readonly string _chinese = File.ReadAllText(Path.Combine(SourceTree.Root, "README.zh-CN.md"));

    [Fact]
    public void They_have_the_same_headings_by_number_and_level()
        => Assert.Equal(Headings(_english), Headings(_chinese));

    [Fact]
    public void They_have_the_same_code_but_for_comments_and_the_picture()
        => Assert.Equal(Code(_english), Code(_chinese));

    [Fact]
    public void They_have_the_same_tables_row_by_row()
        => Assert.Equal(_english.Split('\n').Count(line => line.StartsWith('|')), _chinese.Split('\n').Count(line => line.StartsWith('|')));

    [Fact]
    public void They_link_to_the_same_pages_in_the_same_order()
        => Assert.Equal(Links(_english, except: "README.zh-CN.md"), Links(_chinese, except: "README.md"));

    private static List<int> Headings(string page)
        => [.. Heading().Matches(Fence().Replace(page, "")).Select(heading => heading.Groups[1].Length)];

    private static List<string> Links(string page, string except)
        => [.. Link().Matches(Fence().Replace(page, "")).Select(link => link.Groups[1].Value).Where(link => link != except)];

    private static List<string> Code(string page)
        => [.. Fence().Matches(page).Skip(1).SelectMany(fence => fence.Value.Split('\n')).Select(
            line => Comment().Replace(line, "").TrimEnd())];

    [GeneratedRegex(@"^(#+) ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();

    // Of a shell, and of JSON with comments; "://" begins an address.
    [GeneratedRegex(@"\s+#.*$|(?<!:)//.*$")]
    private static partial Regex Comment();
}

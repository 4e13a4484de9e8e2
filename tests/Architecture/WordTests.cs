using System.Text.RegularExpressions;

namespace WxYarpGateway.Architecture;

/// <summary>The words that the glossary has replaced stay out of the names of the product's types and members.</summary>
public sealed partial class WordTests
{
    // Words of libraries and of WeChat that contain one of them.
    private static readonly string[] Allowed = ["IsFaulted"];

    public static TheoryData<string> Projects() => new(["Gateway", "Transforms", "TokenService", "Import"]);

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_name_has_a_word_that_the_glossary_replaced(string project)
    {
        var found = from file in SourceTree.FilesOf(project)
                    from line in file.Lines
                    let code = Text().Replace(line, "")
                    from Match name in Name().Matches(code)
                    where OldWord().IsMatch(name.Value) && !Allowed.Contains(name.Value)
                    select $"{project}/{file.Path}: {name.Value}";

        Assert.Empty(found.Distinct());
    }

    // Strings and comments are prose, which people read.
    [GeneratedRegex(@"""([^""\\]|\\.)*""|//.*$|<see cref=.*?>")]
    private static partial Regex Text();

    [GeneratedRegex(@"\b[A-Za-z_]\w*\b")]
    private static partial Regex Name();

    // The visit status (change_visitstatus) is WeChat's own word.
    [GeneratedRegex(@"Claim(?!s)|Custody|Visit(?!or|Status|s\b)|SenderList|Uninvited|Fault(?!ed)|Mend(?![a-z]*ation)|Fate(?![a-z])|Patience|Farewell|Parting|LentContext|(?<![A-Za-z])(claim|custody|visit|fault|mend|fate|patience|farewell|lent)(?![a-z])")]
    private static partial Regex OldWord();
}

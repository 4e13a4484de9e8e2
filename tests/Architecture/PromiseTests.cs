using System.Text.RegularExpressions;

namespace WxYarpGateway.Architecture;

/// <summary>
/// Each promise of <c>docs/security.md</c> names the tests that keep it, as <c>docs/attacks.md</c> names those that try to break it, and
/// they exist.
/// </summary>
public sealed partial class PromiseTests
{
    private static readonly string[] Promises = Page("security.md").Split('\n')
        .SkipWhile(line => line != "## Promises")
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| promise", StringComparison.Ordinal))
        .ToArray();

    public static TheoryData<string, string> Tests()
        => [.. Promises.Append(Page("attacks.md")).SelectMany(text => Test().Matches(text)).Select(
            test => (test.Groups[1].Value, test.Groups[2].Value)).Distinct()];

    [Theory]
    [MemberData(nameof(Tests))]
    public void A_test_that_is_named_exists(string type, string method)
    {
        var declared = new Regex(
            $@"\[(Fact|Theory)[^]]*\](?:(?!\n    \}}).)*?\bpublic (async )?(Task|void) {method}\(", RegexOptions.Singleline);
        var files = SourceTree.Files("tests").Where(file => Path.GetFileName(file.Path) == $"{type}.cs"
            || Path.GetFileName(file.Path).StartsWith($"{type}.", StringComparison.Ordinal));

        // What two backs of one interface have in common is tested in a contract that both inherit.
        var texts = files.Select(file => string.Join('\n', file.Lines)).Where(
            text => text.Contains($"class {type}", StringComparison.Ordinal)).ToArray();
        Assert.True(texts.Length > 0, $"There is no test class {type}.");
        Assert.True(Array.Exists(texts, declared.IsMatch), $"{type} has no test {method}.");
    }

    [Fact]
    public void No_promise_is_without_a_test()
    {
        Assert.NotEmpty(Promises);
        Assert.All(Promises, promise => Assert.True(Test().IsMatch(promise), promise));
    }

    [Fact]
    public void Nothing_in_the_column_of_tests_is_anything_else()
        => Assert.All(Promises, promise => Assert.Equal("", Test().Replace(promise.Split('|')[2], "").Trim()));

    private static string Page(string name) => File.ReadAllText(Path.Combine(SourceTree.Root, "docs", name));

    [GeneratedRegex(@"`([A-Z]\w+Tests)\.([A-Z]\w+)`")]
    private static partial Regex Test();
}

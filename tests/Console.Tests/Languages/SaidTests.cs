using System.Text.RegularExpressions;
using WxYarpGateway.Console.Languages.Sentences;
using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.Console.Tests.Languages;

/// <summary>
/// What the gateway's sources say of requests and configurations, the console says in Chinese: a new text needs its line in
/// <c>src/Console/Languages/gateway.zh-CN.json</c>.
/// </summary>
public sealed partial class SaidTests
{
    private static readonly string[] Rooms = ["Gateway", "Platform", "MiniPrograms", "Transforms", "TokenService"];

    private readonly ChineseSentences _chinese = new();

    [Fact]
    public void Every_refusal_and_every_error_of_a_configuration_is_there_in_Chinese()
    {
        // Problems are said by their kinds.
        var said = Rooms.SelectMany(room => Directory.EnumerateFiles(
                Path.Combine(Repository.Root, "src", room), "*.cs", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) != "ProblemKinds.cs")
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => SaidInSource.Find(File.ReadAllText(file)).Select(text => (File: Path.GetFileName(file), Text: text)))
            .Where(one => Words().IsMatch(one.Text) && !AdjacentBlanks().IsMatch(one.Text))
            .Distinct()
            .ToList();
        Assert.True(said.Count > 300, $"The sources say {said.Count} sentences.");

        var missing = said.Where(one => !Chinese().IsMatch(_chinese.Of(Example(one.Text)))).Select(one => $"{one.File}: {one.Text}");

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_sentence_has_the_blanks_of_its_Chinese_one()
    {
        var file = Path.Combine(Repository.Root, "src", "Console", "Languages", ChineseSentences.Resource);
        using var table = System.Text.Json.JsonDocument.Parse(File.ReadAllText(file));

        Assert.All(table.RootElement.GetProperty("sentences").EnumerateObject(), sentence => Assert.Equal(
            Blank().Matches(sentence.Name).Select(blank => blank.Value).Order(),
            Blank().Matches(sentence.Value.GetString()!).Select(blank => blank.Value).Distinct().Order()));
    }

    // What ends with a semicolon goes on with what the value is.
    private static string Example(string text)
        => Blank().Replace(text, "7") + (text.EndsWith("; ", StringComparison.Ordinal) ? "it is 7" : "");

    [GeneratedRegex("[a-z]{3,} ")]
    private static partial Regex Words();

    [GeneratedRegex(@"\}\{")]
    private static partial Regex AdjacentBlanks();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Blank();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();
}

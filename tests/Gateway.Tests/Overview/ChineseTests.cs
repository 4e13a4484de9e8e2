using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Overview.Problems;
using WxYarpGateway.Platform.Code;
using WxYarpGateway.Testing.Files;
using WxYarpGateway.TokenService.Api.Meanings;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Gateway.Tests.Overview;

/// <summary>
/// The console says in Chinese what the gateway says: a new errcode, problem, outcome or scope needs its line in
/// <c>src/Console/Languages</c>.
/// </summary>
public sealed partial class ChineseTests
{
    private static readonly JsonElement Table = JsonDocument.Parse(File.ReadAllText(InLanguages("gateway.zh-CN.json"))).RootElement;

    [Fact]
    public void Every_errcode_of_ours_has_its_meaning_and_cure()
    {
        var ours = typeof(GatewayError).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field is { IsLiteral: true } && field.FieldType == typeof(int))
            .Select(field => $"{field.GetRawConstantValue()}")
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.Contains("-70404", ours);

        Assert.Equal(ours, Table.GetProperty("errcodes").EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal));
        Assert.All(Table.GetProperty("errcodes").EnumerateObject(), one => AssertChinese(one.Value, "sentence", "cure"));

        // Those that a source names by their status are among them, and so are those of the documentation.
        var used = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Gateway"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Status().Matches(File.ReadAllText(file)).Select(match => $"-70{match.Groups[1].Value}"));
        Assert.Empty(used.Except(ours));
        var told = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "wechat-api.md"))
            .Where(line => line.StartsWith("| -70", StringComparison.Ordinal)).Select(line => line.Split('|')[1].Trim());
        Assert.Equal(ours, told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_errcode_of_WeChats_has_its_meaning_and_cure()
    {
        var sentences = Table.GetProperty("sentences");
        var told = ErrorMeanings.All.SelectMany(meaning => new[] { meaning.Sentence, meaning.Cure })
            .Concat(CodeErrors.All.SelectMany(error => new[] { error.Sentence, error.Cure }))
            .Append(ServiceProblems.AskedAgain);

        Assert.All(told, sentence => AssertChinese(sentences, sentence));
        Assert.Equal(
            ErrorMeanings.All.Select(meaning => (
                $"{meaning.ErrorCode}",
                sentences.GetProperty(meaning.Sentence).GetString(),
                sentences.GetProperty(meaning.Cure).GetString()))
                .Order(),
            Table.GetProperty("wechat").EnumerateObject().Select(one => (
                one.Name, one.Value.GetProperty("sentence").GetString(), one.Value.GetProperty("cure").GetString())).Order());
        Assert.All(sentences.EnumerateObject(), one => AssertChinese(sentences, one.Name));
    }

    [Fact]
    public void Every_kind_of_problem_has_its_sentence_and_fix_with_the_same_blanks()
    {
        var problems = Table.GetProperty("problems");
        Assert.Equal(
            ProblemKinds.All.Select(kind => kind.Name).Order(StringComparer.Ordinal),
            problems.EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            typeof(ProblemKinds).GetProperties().Count(property => property.PropertyType == typeof(ProblemKind)), ProblemKinds.All.Count);

        foreach (var kind in ProblemKinds.All)
        {
            var chinese = problems.GetProperty(kind.Name);
            var (sentence, fix) = (chinese.GetProperty("sentence").GetString()!, chinese.GetProperty("fix").GetString()!);
            var blanks = Blanks(sentence).Union(Blanks(fix)).ToHashSet();

            Assert.True(blanks.All(blank => blank < kind.Values), kind.Name);
            Assert.True(Blanks(kind.Fix).IsSubsetOf(blanks), kind.Name);

            // A kind whose English sentence is a value says the values that this sentence is made of.
            Assert.True(kind.Sentence == "{0}" ? blanks.Count == kind.Values - 1 : blanks.Count == kind.Values, kind.Name);
            Assert.Equal(kind.FixWithout is not null, chinese.TryGetProperty("fixWithout", out _));
        }
    }

    [Fact]
    public void Every_outcome_has_its_name()
    {
        var names = Names("RecordsTexts.zh-CN.resx", "Outcome.");

        Assert.Equal(Enum.GetNames<PushOutcome>().Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_scope_says_what_it_opens()
        => Assert.Equal(
            ApiKeyOptions.AllScopes.Order(StringComparer.Ordinal),
            Names("SettingsTexts.zh-CN.resx", "Scope.").Order(StringComparer.Ordinal));

    private static void AssertChinese(JsonElement of, params string[] names) => Assert.All(names, name => Assert.True(
        of.TryGetProperty(name, out var text) && text.GetString() is { Length: > 0 } said && Chinese().IsMatch(said),
        $"'{name}' is not there in Chinese."));

    private static HashSet<int> Blanks(string text) => [.. Blank().Matches(text).Select(blank => blank.Groups[1].Value[0] - '0')];

    private static IEnumerable<string> Names(string file, string prefix)
        => XDocument.Load(InLanguages(file)).Root!.Elements("data")
            .Select(text => text.Attribute("name")!.Value)
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..]);

    private static string InLanguages(string file) => Path.Combine(Repository.Root, "src", "Console", "Languages", file);

    [GeneratedRegex(@"GatewayError\.Of\(\s*(?:[a-z]\w*,\s*)?StatusCodes\.Status(\d{3})")]
    private static partial Regex Status();

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Blank();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();
}

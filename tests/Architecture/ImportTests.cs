using System.Text.RegularExpressions;

namespace WxYarpGateway.Architecture;

/// <summary>Imports point right: Gateway, Transforms, TokenService. The simulator imports nothing of ours.</summary>
public sealed partial class ImportTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Gateway"] = ["Gateway", "Transforms", "TokenService"],
        ["Transforms"] = ["Transforms", "TokenService"],
        ["TokenService"] = ["TokenService"],
        ["Simulator"] = ["Simulator"],
    };

    // What every room of Transforms may use: the message, whose it is, how long it may wait, what outlives the process, and WeChat's language. Configuration puts services together.
    private static readonly string[] SharedRooms = ["Messages", "Services", "Deadlines", "Journal", "Xml"];

    private static readonly Dictionary<string, string[]> AllowedBetween = new()
    {
        // The configuration writes the metadata of routes that the exchange reads.
        ["Configuration"] = ["Exchange"],

        // A visit is an exchange too: on a marked route, with the same headers to the backend.
        ["OAuth"] = ["Exchange"],

        // A reply that comes too late is kept; one of WeChat's deliveries may still take it.
        ["Replies"] = ["KeptReplies"],
        ["Deduplication"] = ["KeptReplies"],
    };

    public static TheoryData<string> Projects() => new(SourceTree.Projects);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_imports_only_what_lies_to_its_right(string project)
        => Assert.All(
            SourceTree.Files("src", project).SelectMany(file => Imports(file.Lines).Select(import => (file.Path, import.Project))),
            import => Assert.Contains(import.Project, Allowed[project]));

    [Fact]
    public void A_room_of_Transforms_imports_no_other_transforms_room()
    {
        foreach (var (path, lines) in SourceTree.Files("src", "Transforms").Where(file => file.Path.Contains('/', StringComparison.Ordinal)))
        {
            var room = path.Split('/')[0];
            var imported = Imports(lines).Where(import => import.Project == "Transforms").Select(import => import.Room);

            string[] allowed = [.. SharedRooms, room, .. AllowedBetween.GetValueOrDefault(room, [])];
            Assert.All(imported, name => Assert.True(allowed.Contains(name), $"{path} imports {name}."));
        }
    }

    [Fact]
    public void Every_project_has_its_rule() => Assert.Equal(SourceTree.Projects, Allowed.Keys.Order());

    private static IEnumerable<(string Project, string Room)> Imports(string[] lines)
        => lines.Select(line => Import().Match(line)).Where(match => match.Success).Select(match => (match.Groups[1].Value, match.Groups[2].Value));

    [GeneratedRegex(@"^using (?:static )?WxYarpGateway\.(\w+)(?:\.(\w+))?")]
    private static partial Regex Import();
}

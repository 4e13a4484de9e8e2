using System.Text.RegularExpressions;

namespace WxYarpGateway.Architecture;

/// <summary>Imports point one way: between projects, and between the rooms of each project.</summary>
public sealed partial class ImportTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Gateway"] = ["Database", "Import", "MiniPrograms", "Platform", "Transforms", "TokenService"],
        ["Console"] = [],
        ["Database"] = ["MiniPrograms", "Platform", "Transforms", "TokenService"],
        ["SqliteMigrations"] = ["Database"],
        ["PostgreSqlMigrations"] = ["Database"],
        ["MiniPrograms"] = ["Transforms", "TokenService"],
        ["Platform"] = ["Transforms", "TokenService"],
        ["Import"] = ["Transforms", "TokenService"],
        ["PlatformImport"] = ["Database", "Gateway", "MiniPrograms", "Platform", "TokenService", "Transforms"],
        ["Transforms"] = ["TokenService"],
        ["TokenService"] = [],
        ["Simulator"] = [],
    };

    public static TheoryData<string> Projects() => new(SourceTree.Projects.Concat(SourceTree.Tools));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_imports_only_what_its_row_allows(string project)
        => Assert.All(
            Imports(project).Where(import => import.Project != project),
            import => Assert.True(Allowed[project].Contains(import.Project), $"{import.Path} imports {import.Project}."));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_room_imports_only_what_its_row_allows(string project)
        => Assert.All(
            Imports(project).Where(import => import.Project == project && import.Path.Contains('/', StringComparison.Ordinal)),
            import =>
            {
                var room = import.Path.Split('/')[0];
                Assert.True(
                    import.Room == room || RoomTable.Allowed[project][room].Contains(import.Room), $"{import.Path} imports {import.Room}.");
            });

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_row_is_a_room_and_every_import_in_it_is_needed(string project)
    {
        Assert.Equal(SourceTree.Rooms(project), RoomTable.Allowed[project].Keys.Order());
        foreach (var (room, allowed) in RoomTable.Allowed[project])
        {
            var needed = Imports(project).Where(import => import.Project == project
                && import.Path.StartsWith(room + "/", StringComparison.Ordinal)).Select(import => import.Room);
            Assert.Empty(allowed.Except(needed).Select(other => $"{room} may import {other} and does not"));
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_rooms_import_each_other(string project)
    {
        var left = RoomTable.Allowed[project].ToDictionary(row => row.Key, row => row.Value.ToHashSet(StringComparer.Ordinal));
        while (left.FirstOrDefault(row => row.Value.Count == 0).Key is { } last)
        {
            left.Remove(last);
            foreach (var imports in left.Values)
            {
                imports.Remove(last);
            }
        }

        Assert.True(left.Count == 0, $"These rooms of {project} are in a circle, or lead to one: {string.Join(", ", left.Keys)}.");
    }

    [Fact]
    public void Every_project_has_its_row()
    {
        Assert.Equal(SourceTree.Projects.Concat(SourceTree.Tools).Order(), Allowed.Keys.Order());
        Assert.Equal(SourceTree.Projects.Concat(SourceTree.Tools).Order(), RoomTable.Allowed.Keys.Order());
    }

    private static IEnumerable<(string Path, string Project, string Room)> Imports(string project)
        => from file in SourceTree.FilesOf(project)
           from line in file.Lines
           let match = Import().Match(line)
           where match.Success
           select (file.Path, match.Groups[1].Value, match.Groups[2].Value);

    [GeneratedRegex(@"^using (?:static )?WxYarpGateway\.(\w+)(?:\.(\w+))?")]
    private static partial Regex Import();
}

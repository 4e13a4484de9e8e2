namespace WxYarpGateway.Architecture;

/// <summary>A project is a floor, a folder is a room, and a line of code can guess its room.</summary>
public sealed class LayoutTests
{
    private static readonly string[] BannedEndings = [
        "Manager", "Helper", "Helpers", "Util", "Utils", "Utilities", "Common", "Impl", "Data"];

    private const int Fewest = 4;
    private const int Most = 16;

    public static TheoryData<string> Projects() => new(SourceTree.Projects.Concat(SourceTree.Tools));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_namespace_is_its_folder(string project)
    {
        foreach (var (path, lines) in SourceTree.FilesOf(project))
        {
            var expected = string.Join('.',
                new[] { "WxYarpGateway", project }.Concat(Path.GetDirectoryName(path)!.Split('/', StringSplitOptions.RemoveEmptyEntries)));
            var actual = lines.FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));

            // Extensions that a host's Program calls live where it finds them without a using.
            Assert.True(
                actual is null || actual == $"namespace {expected};" || (path.EndsWith("Extensions.cs", StringComparison.Ordinal)
                    && actual.StartsWith("namespace Microsoft.", StringComparison.Ordinal)),
                $"{project}/{path} says '{actual}', and lies in {expected}.");
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Rooms_lie_no_deeper_than_two_folders(string project)
        => Assert.All(SourceTree.FilesOf(project), file => Assert.True(file.Path.Split('/').Length <= 3, file.Path));

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_room_and_no_type_is_a_drawer(string project)
    {
        var names = SourceTree.Rooms(project).Concat(
            SourceTree.FilesOf(project).Select(file => Path.GetFileNameWithoutExtension(file.Path)));

        Assert.All(names, name => Assert.DoesNotContain(BannedEndings, ending => name.EndsWith(ending, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_file_is_a_room_of_its_own(string project)
        => Assert.All(
            SourceTree.FilesOf(project), file => Assert.True(file.Lines.Length <= 300, $"{file.Path} has {file.Lines.Length} lines."));

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_README_of_a_project_names_each_of_its_rooms_once(string project)
    {
        var readme = File.ReadAllLines(Path.Combine(SourceTree.Root, SourceTree.FloorOf(project), project, "README.md"));
        var named = readme.Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Contains("/`", StringComparison.Ordinal))
            .Select(line => line[3..line.IndexOf("/`", StringComparison.Ordinal)])
            .ToList();

        Assert.Equal(SourceTree.Rooms(project), named.Order());
        Assert.True(readme.Length <= 40, $"The README of {project} has {readme.Length} lines.");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_room_has_at_least_four_files_and_none_of_its_folders_more_than_sixteen(string project)
    {
        var files = SourceTree.FilesOf(project).Where(file => file.Path.Contains('/', StringComparison.Ordinal)).ToList();

        Assert.All(files.GroupBy(file => file.Path.Split('/')[0]), room
            => Assert.True(room.Count() >= Fewest, $"{project}/{room.Key} has {room.Count()} files."));
        Assert.All(files.GroupBy(file => Path.GetDirectoryName(file.Path)), folder
            => Assert.True(folder.Count() <= Most, $"{project}/{folder.Key} has {folder.Count()} files."));
    }
}

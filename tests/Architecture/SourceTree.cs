namespace WxYarpGateway.Architecture;

/// <summary>The repository that these tests were built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>Gets the projects below <c>src</c>.</summary>
    public static IReadOnlyList<string> Projects { get; } = [
        .. Directory.GetDirectories(Path.Combine(Root, "src")).Select(Path.GetFileName).Order()!];

    /// <summary>Gets the projects below <c>tools</c>; their layout follows the same rules.</summary>
    public static IReadOnlyList<string> Tools { get; } = [
        .. Directory.GetDirectories(Path.Combine(Root, "tools")).Select(Path.GetFileName).Order()!];

    /// <summary>Returns the rooms of a project: its folders that hold code.</summary>
    public static IReadOnlyList<string> Rooms(string project)
        => [.. Directory.GetDirectories(Path.Combine(Root, FloorOf(project), project)).Where(HasCode).Select(Path.GetFileName).Order()!];

    /// <summary>Returns the source files of a project below <c>src</c> or <c>tools</c>.</summary>
    public static IEnumerable<(string Path, string[] Lines)> FilesOf(string project) => Files(FloorOf(project), project);

    /// <summary>Returns the folder in which a project lies: <c>src</c> or <c>tools</c>.</summary>
    public static string FloorOf(string project) => Tools.Contains(project) ? "tools" : "src";

    /// <summary>Returns the source files below a folder, relative to it, with their lines.</summary>
    public static IEnumerable<(string Path, string[] Lines)> Files(params string[] folder)
    {
        var start = Path.Combine([Root, .. folder]);
        return Directory.EnumerateFiles(start, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(file => (Path.GetRelativePath(start, file), File.ReadAllLines(file)));
    }

    private static bool HasCode(string folder) => Directory.EnumerateFiles(folder, "*.cs").Any();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "WxYarpGateway.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests run inside of the repository.");
        }

        return folder;
    }
}

using System.Text.Json;

namespace WxYarpGateway.Sbom;

/// <summary>What a restore found that a project is made of.</summary>
/// <param name="Project">The project.</param>
/// <param name="Parts">Its parts, by name.</param>
internal sealed record Assets(Part Project, IReadOnlyList<Part> Parts)
{
    /// <summary>Reads <c>project.assets.json</c>.</summary>
    public static Assets Read(JsonElement assets)
    {
        var folders = assets.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToArray();
        var libraries = assets.GetProperty("libraries");
        var target = assets.GetProperty("targets").EnumerateObject().Single();
        var found = target.Value.EnumerateObject().Select(part => (Names: part.Name.Split('/'), part.Name, part.Value)).ToArray();
        var names = found.ToDictionary(part => part.Names[0], part => part.Names[0], StringComparer.OrdinalIgnoreCase);

        // What is pruned, since the framework has it, is named as a dependency and is no part.
        string[] Known(IEnumerable<string> dependencies) => [.. dependencies.Where(names.ContainsKey).Select(name => names[name]).Distinct().Order(StringComparer.Ordinal)];

        var parts = found.Select(part => new Part(part.Names[0], part.Names[1], Known(DependenciesOf(part.Value)))
        {
            Package = part.Value.GetProperty("type").GetString() == "package" ? PackageFacts.Read(FolderOf(libraries.GetProperty(part.Name), folders)) : null,
        });
        var needed = assets.GetProperty("projectFileDependencyGroups").GetProperty(target.Name).EnumerateArray().Select(group => group.GetString()!.Split(' ')[0]);
        var project = assets.GetProperty("project");
        return new Assets(
            new Part(project.GetProperty("restore").GetProperty("projectName").GetString()!, project.GetProperty("version").GetString()!, Known(needed)),
            [.. parts.OrderBy(part => part.Name, StringComparer.Ordinal)]);
    }

    private static IEnumerable<string> DependenciesOf(JsonElement part)
        => part.TryGetProperty("dependencies", out var dependencies) ? dependencies.EnumerateObject().Select(dependency => dependency.Name) : [];

    private static string FolderOf(JsonElement library, string[] folders)
        => folders.Select(folder => Path.Combine(folder, library.GetProperty("path").GetString()!)).First(Directory.Exists);
}

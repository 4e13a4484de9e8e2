using System.Text.RegularExpressions;

namespace WxYarpGateway.Architecture;

/// <summary>Every project says which packages it gets, and where from is everybody's own affair.</summary>
public sealed partial class LockTests
{
    [Fact]
    public void Every_project_has_a_lock()
        => Assert.All(Locks(), file => Assert.True(File.Exists(file), $"{file} is missing: run dotnet restore, and keep what it writes."));

    [Fact]
    public void No_lock_names_a_registry()
        => Assert.All(Locks(), file => Assert.DoesNotMatch(Address(), File.ReadAllText(file)));

    [Fact]
    public void Every_package_is_held_to_its_hash()
        => Assert.All(Locks(), file =>
        {
            var text = File.ReadAllText(file);
            Assert.Equal(Resolved().Count(text), Hash().Count(text));
        });

    private static IEnumerable<string> Locks()
        => Project().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "WxYarpGateway.sln")))
            .Select(project => Path.Combine(
                SourceTree.Root, Path.GetDirectoryName(project.Groups[1].Value.Replace('\\', '/'))!, "packages.lock.json"));

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex Project();

    [GeneratedRegex("://")]
    private static partial Regex Address();

    [GeneratedRegex("\"resolved\": ")]
    private static partial Regex Resolved();

    [GeneratedRegex("\"contentHash\": \"[A-Za-z0-9+/]{86}==\"")]
    private static partial Regex Hash();
}

using System.Xml.Linq;

namespace WxYarpGateway.Architecture;

/// <summary>What one project needs of another is public, and so anybody's; only tests look inside.</summary>
public sealed class InternalsTests
{
    // The codec benchmark, the fuzzer, and the rig of the load tests are tests too; Testing is what tests share.
    private static readonly string[] Testers = [".Tests", ".Fuzz", ".Codec", ".Rig", ".Testing"];

    public static TheoryData<string> Projects() => new(SourceTree.Projects.Concat(SourceTree.Tools));

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_internals_of_a_project_are_visible_to_tests_alone(string project)
        => Assert.All(
            FriendsOf(project),
            friend => Assert.True(
                Testers.Any(ending => friend.EndsWith(ending, StringComparison.Ordinal)), $"{project} opens its internals to {friend}."));

    [Fact]
    public void They_are_found() => Assert.Contains("WxYarpGateway.Gateway.Tests", FriendsOf("Gateway"));

    private static IEnumerable<string> FriendsOf(string project)
    {
        var folder = Path.Combine(SourceTree.Root, SourceTree.FloorOf(project), project);
        var inProject = XDocument.Load(Path.Combine(folder, $"{project}.csproj")).Descendants("InternalsVisibleTo")
            .Select(friend => (string)friend.Attribute("Include")!);

        // The attribute says the same in code.
        var inCode = SourceTree.FilesOf(project).SelectMany(file => file.Lines)
            .Where(line => line.Contains("InternalsVisibleTo(\"", StringComparison.Ordinal))
            .Select(line => line.Split('"')[1]);
        return inProject.Concat(inCode);
    }
}

namespace WxYarpGateway.Architecture;

/// <summary>What the sample backends promise a newcomer: one short file in each language.</summary>
public sealed class SampleTests
{
    private const int TooManyLines = 60;

    public static TheoryData<string> Languages()
        => new(Directory.GetDirectories(Folder()).Select(folder => Path.GetFileName(folder)).Order());

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_sample_backend_is_one_short_file(string language)
    {
        var code = Directory.GetFiles(Path.Combine(Folder(), language)).Where(
            file => !file.EndsWith(".csproj", StringComparison.Ordinal) && Path.GetFileName(file) != "packages.lock.json");

        var lines = File.ReadAllLines(Assert.Single(code)).Length;

        Assert.True(lines < TooManyLines, $"The sample backend in {language} has {lines} lines.");
    }

    [Fact]
    public void The_README_says_how_to_run_each_of_them()
    {
        var readme = File.ReadAllText(Path.Combine(Folder(), "README.md"));

        Assert.Equal(["csharp", "node", "python"], Languages().Select(row => row.Data));
        Assert.All(Languages(), row => Assert.Contains($"samples/backends/{row.Data}", readme, StringComparison.Ordinal));
    }

    private static string Folder() => Path.Combine(SourceTree.Root, "samples", "backends");
}

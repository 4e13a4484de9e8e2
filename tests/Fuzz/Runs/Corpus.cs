using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.Fuzz.Runs;

/// <summary>The inputs of a room that are kept: those that others are made of, and findings that are not fixed yet.</summary>
internal sealed class Corpus
{
    private const string InputEnding = ".input";

    private readonly string _findings;

    public Corpus(FuzzRoom room)
    {
        var folder = Path.Combine(Repository.Root, "tests", "Fuzz", "Corpus", room.Name);
        _findings = Path.Combine(folder, "findings");
        Seeds = [.. Files(folder, "*").Select(File.ReadAllBytes), .. room.Borrowed];
        Findings = [.. Files(_findings, "*" + InputEnding).Select(File.ReadAllBytes)];
    }

    /// <summary>Gets the inputs to change. Findings are not among them, so that a seed makes the same input after one was found.</summary>
    public IReadOnlyList<byte[]> Seeds { get; }

    public IReadOnlyList<byte[]> Findings { get; }

    /// <summary>Keeps a finding, with all that is known of it beside; returns the file.</summary>
    public string Keep(Finding finding)
    {
        Directory.CreateDirectory(_findings);
        var file = Path.Combine(_findings, finding.FileName + InputEnding);
        File.WriteAllBytes(file, finding.Input);
        File.WriteAllText(Path.Combine(_findings, finding.FileName + ".txt"), finding.Describe());
        return Path.GetRelativePath(Repository.Root, file);
    }

    private static IEnumerable<string> Files(string folder, string pattern)
        => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal) : [];
}

using System.Text.Json;

namespace WxYarpGateway.Conformance;

/// <summary>
/// One real message out of <c>Messages/index.json</c>. A new file beside the others, with its line in the index, is a new case.
/// </summary>
public sealed record Sample(string File, string Format)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Messages");

    public static IReadOnlyList<Sample> All { get; } = ReadIndex();

    /// <summary>Gets the values that the message holds in XML, by the path of their elements; repeated elements have an index.</summary>
    public IReadOnlyList<(string Path, string Text)> Leaves { get; private init; } = [];

    public string Text => System.IO.File.ReadAllText(Path.Combine(Folder, File));

    public static Sample Named(string file) => All.Single(sample => sample.File == file);

    private static List<Sample> ReadIndex()
    {
        using var index = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(Folder, "index.json")));
        return
        [
            .. index.RootElement.EnumerateArray().Select(entry => new Sample(
                entry.GetProperty("file").GetString()!,
                entry.GetProperty("format").GetString()!)
            {
                Leaves = entry.TryGetProperty("leaves", out var leaves)
                    ? [.. leaves.EnumerateArray().Select(leaf => (leaf[0].GetString()!, leaf[1].GetString()!))]
                    : [],
            }),
        ];
    }
}

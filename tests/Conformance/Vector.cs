using System.Text.Json;

namespace WxYarpGateway.Conformance;

/// <summary>One known answer out of <c>vectors.json</c>.</summary>
public sealed record Vector(string Name, string Kind, JsonElement Inputs, JsonElement Expected)
{
    public static IReadOnlyList<Vector> All { get; } = Read();

    public static Vector Named(string name) => All.Single(vector => vector.Name == name);

    public static TheoryData<string> OfKind(params string[] kinds)
        => new(All.Where(vector => kinds.Contains(vector.Kind)).Select(vector => vector.Name));

    public string Input(string name) => Inputs.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        ? value.GetString()! : "";

    public string Answer(string name) => Expected.GetProperty(name).GetString()!;

    private static List<Vector> Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors.json")));
        return
        [
            .. file.RootElement.GetProperty("vectors").EnumerateArray().Select(vector => new Vector(
                vector.GetProperty("name").GetString()!,
                vector.GetProperty("kind").GetString()!,
                vector.GetProperty("inputs").Clone(),
                vector.GetProperty("expected").Clone())),
        ];
    }
}

using System.Text.Json;

namespace WxYarpGateway.Conformance;

/// <summary>One line of <c>Fields/go-wx-gateway.json</c>: a push, and the path and fields with which a backend gets it.</summary>
public sealed record FieldCase(string Name, string Push, string Path, JsonElement Fields)
{
    public static IReadOnlyList<FieldCase> All { get; } = Read();

    public static FieldCase Named(string name) => All.Single(entry => entry.Name == name);

    private static List<FieldCase> Read()
    {
        using var file = JsonDocument.Parse(
            File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "Fields", "go-wx-gateway.json")));
        return
        [
            .. file.RootElement.EnumerateArray().Select(entry => new FieldCase(
                entry.GetProperty("name").GetString()!,
                entry.GetProperty("push").GetString()!,
                entry.GetProperty("path").GetString()!,
                entry.GetProperty("fields").Clone())),
        ];
    }
}

using System.Text.Json;

namespace WxYarpGateway.Conformance.Typed;

/// <summary>One line of <c>Typed/texts.json</c>: a push as WeChat writes it, and what a backend gets of it.</summary>
/// <param name="Name">The case in a few words.</param>
/// <param name="To">The accounts that it is pushed to; each is a run of the case.</param>
/// <param name="Push">The push.</param>
/// <param name="Path">The path at the backend.</param>
/// <param name="Fields">The fields that the backend gets, among others.</param>
/// <param name="Absent">The fields that the backend must not get, unless they are empty.</param>
public sealed record TypedCase(
    string Name, IReadOnlyList<string> To, string Push, string Path, JsonElement Fields, IReadOnlyList<string> Absent)
{
    public static IReadOnlyList<TypedCase> All { get; } = JsonSerializer.Deserialize<List<TypedCase>>(
        File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "Typed", "texts.json")), JsonSerializerOptions.Web)!;

    public static TypedCase Named(string name) => All.Single(entry => entry.Name == name);
}

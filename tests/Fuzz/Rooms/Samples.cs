using System.Text;
using System.Text.Json;
using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>What the conformance tests hold already.</summary>
internal static class Samples
{
    /// <summary>Returns the files below a folder of the conformance tests that end so.</summary>
    public static IEnumerable<byte[]> Files(string folder, string ending)
        => Directory.EnumerateFiles(
            Path.Combine(Repository.Root, "tests", "Conformance", folder), "*" + ending, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes);

    /// <summary>
    /// Returns every text in a JSON file that is an object or an array in JSON itself, and every object of so many members or more.
    /// </summary>
    public static IEnumerable<byte[]> JsonWithin(string folder, string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "Conformance", folder, file)));
        return [.. Within(document.RootElement).DistinctBy(Convert.ToBase64String)];
    }

    private static IEnumerable<byte[]> Within(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String when element.GetString() is ['{', ..] text => [Encoding.UTF8.GetBytes(text)],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Within),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Within(member.Value)).Append(
            Encoding.UTF8.GetBytes(element.GetRawText())).Where(json => json.Length < 4096),
        _ => [],
    };
}

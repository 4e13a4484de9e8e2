using System.Text;
using System.Text.Json;

namespace WxYarpGateway.Transforms.Tests.Envelopes;

/// <summary>A known ciphertext of WeChat's, from a public source.</summary>
public sealed record CipherVector(string Name, string Kind, JsonElement Inputs, JsonElement Expected)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Returns the vectors of the given kinds. Throws when a kind has none, so that no theory is empty.</summary>
    public static IEnumerable<TheoryDataRow<CipherVector>> Of(params string[] kinds)
    {
        var file = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Conformance", "vectors.json"));
        var all = JsonDocument.Parse(file).RootElement.GetProperty("vectors").Deserialize<CipherVector[]>(Json)!;
        return kinds.SelectMany(kind => all.Where(vector => vector.Kind == kind).ToArray() is { Length: > 0 } found
            ? found
            : throw new InvalidDataException($"There is no vector of kind '{kind}'."))
            .Select(vector => new TheoryDataRow<CipherVector>(vector) { TestDisplayName = $"{vector.Kind}: {vector.Name}" });
    }

    public string Input(string name) => Inputs.GetProperty(name).GetString()!;

    public byte[] InputBytes(string name) => Encoding.UTF8.GetBytes(Input(name));

    public string Outcome(string name) => Expected.GetProperty(name).GetString()!;

    public override string ToString() => Name;
}

using System.Text.Json;

namespace WxYarpGateway.Simulator.Tests.Pushes.Cipher;

/// <summary>Is one fact about WeChat's signatures or envelopes, taken from a public source.</summary>
public sealed record CipherVector(string Name, string Kind, JsonElement Inputs, JsonElement Expected)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IEnumerable<TheoryDataRow<CipherVector>> Of(params string[] kinds)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "cipher.json"));
        return JsonSerializer.Deserialize<CipherVector[]>(text, Json)!
            .Where(vector => kinds.Contains(vector.Kind))
            .Select(vector => new TheoryDataRow<CipherVector>(vector) { TestDisplayName = vector.Name });
    }

    public string Input(string name) => Inputs.GetProperty(name).GetString()!;

    public string Outcome(string name) => Expected.GetProperty(name).GetString()!;

    public override string ToString() => Name;
}

using System.Text;
using System.Text.Json;

namespace WxYarpGateway.Gateway.Tries;

/// <summary>One message of each type and one event of each name that WeChat pushes, with made-up values.</summary>
internal static class TrySamples
{
    private const string Resource = "WxYarpGateway.Gateway.Tries.samples.json";

    /// <summary>Returns all of them as JSON: <c>{"samples":[{"name","kind","xml"}]}</c>.</summary>
    public static ReadOnlyMemory<byte> ToJson()
    {
        using var resource = typeof(TrySamples).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        var json = new byte[resource.Length];
        resource.ReadExactly(json);
        return json;
    }

    /// <summary>Returns a sample as XML; <see langword="null"/> when there is none. The case of its name counts, as in WeChat's.</summary>
    public static ReadOnlyMemory<byte>? Find(string name)
    {
        using var json = JsonDocument.Parse(ToJson());
        foreach (var sample in json.RootElement.GetProperty("samples"u8).EnumerateArray())
        {
            if (sample.GetProperty("name"u8).ValueEquals(name))
            {
                return Encoding.UTF8.GetBytes(sample.GetProperty("xml"u8).GetString()!);
            }
        }

        return null;
    }
}

using System.Text.Json;
using System.Xml;

namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>Checks that an object for WeChat can be written as JSON and as XML, and that it is within the limits.</summary>
internal static class RawObject
{
    private const int MostDepth = 32;
    private const int MostNodes = 4096;

    /// <summary>The limit of names. XML repeats a name for each entry of an array, so long names multiply the size.</summary>
    private const int LongestName = 64;

    /// <summary>Reads a body that is one object; returns <see langword="null"/> when the object fails the check.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public static RawReply? Read(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        var element = JsonElement.ParseValue(ref json);
        return IsValid(element) ? new RawReply(element) : null;
    }

    /// <summary>Returns whether the value is an object that passes the check.</summary>
    public static bool IsValid(JsonElement body)
    {
        var nodes = 0;
        try
        {
            return body.ValueKind == JsonValueKind.Object && IsValid(body, 1, ref nodes);
        }
        catch (InvalidOperationException)
        {
            // JsonElement throws this for an unpaired surrogate.
            return false;
        }
    }

    private static bool IsValid(JsonElement value, int depth, ref int nodes)
    {
        if (depth > MostDepth || ++nodes > MostNodes)
        {
            return false;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var member in value.EnumerateObject())
                {
                    if (!IsName(member.Name) || !names.Add(member.Name) || !IsValid(member.Value, depth + 1, ref nodes))
                    {
                        return false;
                    }
                }

                return true;
            case JsonValueKind.Array:
                foreach (var entry in value.EnumerateArray())
                {
                    if (!IsValid(entry, depth + 1, ref nodes))
                    {
                        return false;
                    }
                }

                return true;
            case JsonValueKind.String:
                return value.GetString() is not null;
            default:
                return value.ValueKind != JsonValueKind.Undefined;
        }
    }

    private static bool IsName(string name)
        => name.Length is > 0 and <= LongestName && XmlConvert.IsStartNCNameChar(name[0]) && name.All(XmlConvert.IsNCNameChar);
}

using System.Text;
using System.Text.Json;
using WxYarpGateway.Gateway.Answers;

namespace WxYarpGateway.Gateway.Platforms;

/// <summary>
/// A JSON object whose members are all texts, but one that may be an object. Every unknown member and every other value is an error.
/// </summary>
internal sealed class TextFields
{
    private const int Longest = 256;

    private readonly Dictionary<string, string> _texts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<RequestError> _errors = [];

    private TextFields()
    {
    }

    /// <summary>Gets what is wrong.</summary>
    public IReadOnlyList<RequestError> Errors => _errors;

    /// <summary>Gets the member that is an object, as JSON; <see langword="null"/> when it is missing.</summary>
    public byte[]? Part { get; private set; }

    /// <summary>Reads an object; an empty body is one without members.</summary>
    /// <param name="body">The JSON.</param>
    /// <param name="known">The names of the members.</param>
    /// <param name="part">The name of the member that is an object; <see langword="null"/> for none.</param>
    public static TextFields Read(ReadOnlyMemory<byte> body, IReadOnlyCollection<string> known, string? part = null)
    {
        var fields = new TextFields();
        if (body.IsEmpty)
        {
            return fields;
        }

        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                fields._errors.Add(new RequestError("", "must be a JSON object"));
                return fields;
            }

            foreach (var member in json.RootElement.EnumerateObject())
            {
                if (part is not null && member.NameEquals(part) && member.Value.ValueKind == JsonValueKind.Object)
                {
                    fields.Part = Encoding.UTF8.GetBytes(member.Value.GetRawText());
                }
                else
                {
                    fields.Add(member, known);
                }
            }
        }
        catch (JsonException)
        {
            fields._errors.Add(new RequestError("", "is not JSON"));
        }

        return fields;
    }

    /// <summary>Returns a text; empty when it is missing.</summary>
    public string Text(string name) => _texts.GetValueOrDefault(name) ?? "";

    private void Add(JsonProperty member, IReadOnlyCollection<string> known)
    {
        if (!known.Contains(member.Name, StringComparer.OrdinalIgnoreCase))
        {
            _errors.Add(new RequestError(member.Name, $"is not a known key; known are {string.Join(", ", known)}"));
        }
        else if (member.Value.ValueKind != JsonValueKind.Null
            && (member.Value.ValueKind != JsonValueKind.String || member.Value.GetString()!.Length > Longest))
        {
            _errors.Add(new RequestError(member.Name, $"must be a text of at most {Longest} characters"));
        }
        else if (!_texts.TryAdd(member.Name, member.Value.GetString() ?? ""))
        {
            _errors.Add(new RequestError(member.Name, "is there twice"));
        }
    }
}

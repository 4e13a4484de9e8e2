using System.Text;
using System.Text.Json;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.MiniPrograms.Notices;

/// <summary>Reads the <c>data</c> of a message: <c>{"thing1":{"value":"…"}}</c>, as an object or, as mpapi has it, as a text.</summary>
internal static class NoticeValues
{
    private const int MostFields = 20;
    private const int LongestName = 64;
    private const int LongestValue = 1024;

    /// <summary>Returns the values by name; <see langword="null"/> when it is not that form.</summary>
    public static IReadOnlyDictionary<string, string>? Read(JsonFields body)
    {
        using var data = body.Within("data")
            ?? (body.Text("data") is { Length: > 0 } text ? JsonFields.Parse(Encoding.UTF8.GetBytes(text)) : null);
        if (data is null)
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in data.Names)
        {
            if (name.Length is 0 or > LongestName || values.Count == MostFields
                || ValueOf(data, name) is not { Length: <= LongestValue } value)
            {
                return null;
            }

            values[name] = value;
        }

        return values.Count > 0 ? values : null;
    }

    // mpapi's clients give a colour beside the value, which subscribe messages do not have.
    private static string? ValueOf(JsonFields data, string name)
    {
        using var field = data.Within(name);
        return field?.Find("value") is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : field?.Text("value");
    }
}

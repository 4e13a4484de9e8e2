using System.Text.Json;
using System.Text.Json.Serialization;

namespace WxYarpGateway.MiniPrograms.Notices;

/// <summary>What a notice says, as it is kept.</summary>
/// <param name="ActiveAt">When it is to be sent; a day later it is not tried any more.</param>
/// <param name="Data">The values of the template's fields, by name.</param>
internal sealed record NoticeContent(DateTimeOffset ActiveAt, IReadOnlyDictionary<string, string> Data)
{
    /// <summary>Gets what the mini program wrote down for itself; WeChat is not told.</summary>
    public string Description { get; init; } = "";

    /// <summary>Gets the page that opens; empty for none.</summary>
    public string Page { get; init; } = "";

    /// <summary>Gets the version that opens: <c>developer</c>, <c>trial</c> or <c>formal</c>.</summary>
    public string MiniProgramState { get; init; } = "formal";

    /// <summary>Gets the language: <c>zh_CN</c>, <c>en_US</c>, <c>zh_HK</c> or <c>zh_TW</c>.</summary>
    public string Language { get; init; } = "zh_CN";

    /// <summary>Returns the JSON to keep.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, NoticeContentJson.Default.NoticeContent);

    /// <summary>Reads what was kept.</summary>
    public static NoticeContent Parse(string json) => JsonSerializer.Deserialize(json, NoticeContentJson.Default.NoticeContent)!;

    /// <summary>Writes the fields of <c>data</c> as WeChat has them.</summary>
    public void WriteData(Utf8JsonWriter json)
    {
        foreach (var (name, value) in Data)
        {
            json.WriteStartObject(name);
            json.WriteString("value"u8, value);
            json.WriteEndObject();
        }
    }

    /// <summary>Returns nothing of it: it is personal.</summary>
    public override string ToString() => "***";
}

/// <summary>The form in which notices are kept.</summary>
[JsonSerializable(typeof(NoticeContent))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class NoticeContentJson : JsonSerializerContext;

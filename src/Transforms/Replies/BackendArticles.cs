using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>Reads a backend's articles: a list, or an object whose <c>item</c> is the list or the only entry, as in WeChat's XML.</summary>
internal sealed class BackendArticles : JsonConverter<IReadOnlyList<BackendArticle?>>
{
    private const string Item = "item";

    /// <inheritdoc/>
    public override IReadOnlyList<BackendArticle?>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => ReadAny(ref reader);

    /// <summary>Reads articles that are nested in another field.</summary>
    public static IReadOnlyList<BackendArticle?> Read(JsonElement element)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(element.GetRawText()));
        reader.Read();
        return ReadAny(ref reader);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<BackendArticle?> value, JsonSerializerOptions options)
        => throw new NotSupportedException();

    private static List<BackendArticle?> ReadAny(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartArray => ReadList(ref reader),
        JsonTokenType.StartObject => ReadItems(ref reader),
        _ => throw new JsonException(),
    };

    private static List<BackendArticle?> ReadList(ref Utf8JsonReader reader)
    {
        List<BackendArticle?> articles = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            articles.Add(JsonSerializer.Deserialize(ref reader, BackendReplyJson.Default.BackendArticle));
        }

        return articles;
    }

    private static List<BackendArticle?> ReadItems(ref Utf8JsonReader reader)
    {
        List<BackendArticle?>? articles = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isItem = string.Equals(reader.GetString(), Item, StringComparison.OrdinalIgnoreCase);
            reader.Read();
            if (isItem)
            {
                articles = reader.TokenType == JsonTokenType.StartArray
                    ? ReadList(ref reader)
                    : [JsonSerializer.Deserialize(ref reader, BackendReplyJson.Default.BackendArticle)];
            }
            else
            {
                reader.Skip();
            }
        }

        return articles ?? throw new JsonException();
    }
}

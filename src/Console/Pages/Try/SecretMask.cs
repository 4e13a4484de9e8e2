using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Console.Pages.Try;

/// <summary>Takes out of answers of WeChat what opens something: tokens, tickets, secrets, keys of sessions.</summary>
internal static partial class SecretMask
{
    /// <summary>What is shown instead.</summary>
    public const string Hidden = "***";

    private const string Words =
        "token|ticket|secret|session_?key|aes_?key|api_?key|encrypt_?key|private_?key|password|auth_?code|authorization_?code";
    private const int MostDepth = 64;

    private static readonly string[] Names =
    [
        "token", "ticket", "secret", "sessionkey", "aeskey", "apikey", "encryptkey", "privatekey", "password", "authcode",
        "authorizationcode",
    ];

    /// <summary>Returns a JSON text without secrets; null when it is no JSON.</summary>
    public static string? OfJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MostDepth });
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                Write(json, document.RootElement, isSecret: false);
            }

            return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second: half of a surrogate pair, which is no text.
            return null;
        }
    }

    /// <summary>Returns a text without secrets.</summary>
    public static string OfText(string text) => Token().Replace(Named().Replace(text, $"$1$2{Hidden}"), Hidden);

    private static void Write(Utf8JsonWriter json, JsonElement value, bool isSecret)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    Write(json, member.Value, isSecret || IsSecret(member.Name));
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, item, isSecret);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(isSecret ? Hidden : OfText(value.GetString()!));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static bool IsSecret(string name)
    {
        var plain = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return Names.Any(word => plain.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    // In the query of an address, or in JSON that is itself a text in JSON, as rid/get has it.
    [GeneratedRegex(
        @"((?:" + Words + @")[A-Za-z0-9_]{0,40})(\\*[""']?\s{0,8}[:=]\s{0,8}\\*[""']?)[^""'\\&\s,}<]+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    // WeChat's access tokens begin with a number; tickets, refresh tokens and codes of third-party platforms with their name and @@@.
    [GeneratedRegex(@"\b[0-9]{1,4}_[A-Za-z0-9_-]{60,512}|\b[a-z]{3,40}@@@[A-Za-z0-9_-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}

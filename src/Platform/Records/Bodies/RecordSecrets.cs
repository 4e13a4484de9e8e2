using System.Buffers;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Platform.Records.Bodies;

/// <summary>Replaces the values of fields that open an account: WeChat's ticket for a platform, and codes of an authorization.</summary>
internal static class RecordSecrets
{
    private const string Hidden = "***";

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "ComponentVerifyTicket", "component_verify_ticket", "AuthorizationCode", "authorization_code", "PreAuthCode", "pre_auth_code",
        "auth_code", "authcode",
    };

    /// <summary>Returns the JSON with the secrets hidden; the same memory when there are none.</summary>
    public static ReadOnlyMemory<byte> Hide(ReadOnlyMemory<byte> json)
    {
        if (!HasSecret(json.Span))
        {
            return json;
        }

        var written = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(written, MessageJson.ToBackend))
        {
            Copy(json.Span, writer);
        }

        return written.WrittenMemory;
    }

    private static bool HasSecret(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName ? IsSecret(ref reader) : IsQuery(ref reader))
            {
                return true;
            }
        }

        return false;
    }

    private static void Copy(ReadOnlySpan<byte> json, Utf8JsonWriter writer)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (JsonStructure.TryCopy(ref reader, writer))
            {
                if (reader.TokenType == JsonTokenType.PropertyName && IsSecret(ref reader))
                {
                    reader.Read();
                    reader.Skip();
                    writer.WriteStringValue(Hidden);
                }
            }
            else if (reader.TokenType == JsonTokenType.String)
            {
                writer.WriteStringValue(IsQuery(ref reader) ? "QUERY_AUTH_CODE:" + Hidden : reader.GetString());
            }
            else
            {
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
            }
        }
    }

    // WeChat's release check (全网发布接入检测) sends a code in the text of a message, perhaps behind blanks, plain or escaped.
    private static bool IsQuery(ref Utf8JsonReader reader)
        => reader.TokenType == JsonTokenType.String
            && reader.ValueSpan.IndexOf("QUERY_AUTH_CODE:"u8) is >= 0 and var index
            && !reader.ValueSpan[..index].ContainsAnyExcept(" \\nrt"u8);

    // Most names have another length, and need not become a text.
    private static bool IsSecret(ref Utf8JsonReader reader)
        => (reader.ValueIsEscaped || reader.ValueSpan.Length is 8 or 9 or 11 or 13 or 17 or 18 or 21 or 23)
            && Names.Contains(reader.GetString()!);
}

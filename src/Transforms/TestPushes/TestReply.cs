using System.Text;
using System.Text.Json;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Transforms.TestPushes;

/// <summary>What WeChat would have got in answer to a test.</summary>
/// <param name="Status">The HTTP status; 0 when the push was left unanswered.</param>
/// <param name="Answer">The body, decrypted: <c>success</c>, or a reply.</param>
/// <param name="Json">The reply as JSON; <see langword="null"/> when the answer is none.</param>
/// <param name="IsEncrypted">Whether the reply was encrypted.</param>
public sealed record TestReply(int Status, string Answer, string? Json, bool IsEncrypted)
{
    private const string Encrypt = "Encrypt";

    /// <summary>Returns the status. The answer may be for a user.</summary>
    public override string ToString() => $"{Status}";

    /// <summary>Reads an answer, and decrypts it when it is encrypted.</summary>
    internal static TestReply Open(Callback callback, int status, ReadOnlyMemory<byte> body)
    {
        if (CiphertextOf(body) is { } ciphertext)
        {
            foreach (var key in callback.AesKeys)
            {
                if (MessageCipher.TryOpen(key, ciphertext.Span, callback.AppIdUtf8.Span, out var opened))
                {
                    return new TestReply(status, Encoding.UTF8.GetString(opened.Span), JsonOf(opened), IsEncrypted: true);
                }
            }
        }

        return new TestReply(status, Encoding.UTF8.GetString(body.Span), JsonOf(body), IsEncrypted: false);
    }

    private static ReadOnlyMemory<byte>? CiphertextOf(ReadOnlyMemory<byte> body)
    {
        if (!IsDocument(body))
        {
            return null;
        }

        if (BodyFormat.Of(body.Span) == MessageFormat.Json)
        {
            return ParsedOf(body) is { } json && json.TryGetProperty(Encrypt, out var sealedText)
                ? Encoding.UTF8.GetBytes(sealedText.GetString() ?? "") : null;
        }

        using var xml = XmlTable.Parse(body);
        return xml is not null && xml.Child(0, "Encrypt"u8) is var element && element != XmlNode.None ? xml.Text(element).ToArray() : null;
    }

    private static string? JsonOf(ReadOnlyMemory<byte> body)
        => !IsDocument(body) ? null
            : BodyFormat.Of(body.Span) == MessageFormat.Json ? ParsedOf(body)?.GetRawText()
            : TestMessage.JsonOf(body);

    private static bool IsDocument(ReadOnlyMemory<byte> body) => body.Span.TrimStart(" \r\n\t"u8) is [(byte)'<' or (byte)'{', ..];

    private static JsonElement? ParsedOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace WxYarpGateway.Transforms.Pipeline.Formats;

/// <summary>Escapes only the characters that JSON requires. The framework's most relaxed encoder also escapes emoji.</summary>
/// <param name="dropControls">Whether to drop control characters without a short escape, for readers that refuse <c>\uXXXX</c>.</param>
internal sealed unsafe class PlainJsonEncoder(bool dropControls) : JavaScriptEncoder
{
    private const string Escaped = "\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\t\n\v\f\r\u000e\u000f"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\"\\";

    private static readonly SearchValues<char> EscapedCharacters = SearchValues.Create(Escaped);
    private static readonly SearchValues<byte> EscapedBytes = SearchValues.Create(Encoding.ASCII.GetBytes(Escaped));

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => "\\u0000".Length;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ' ' or '"' or '\\';

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var span = new ReadOnlySpan<char>(text, textLength);
        var escaped = span.IndexOfAny(EscapedCharacters);

        // Stop at a lone surrogate as well, so that the framework replaces it.
        var surrogate = span.IndexOfAnyInRange('\uD800', '\uDFFF');
        while (surrogate >= 0 && Rune.DecodeFromUtf16(span[surrogate..], out _, out var consumed) == OperationStatus.Done)
        {
            var next = span[(surrogate + consumed)..].IndexOfAnyInRange('\uD800', '\uDFFF');
            surrogate = next < 0 ? next : surrogate + consumed + next;
        }

        return escaped < 0 ? surrogate : surrogate < 0 ? escaped : Math.Min(escaped, surrogate);
    }

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
        => System.Text.Unicode.Utf8.IsValid(utf8Text) ? utf8Text.IndexOfAny(EscapedBytes) : base.FindFirstCharacterToEncodeUtf8(utf8Text);

    /// <inheritdoc/>
    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var escape = unicodeScalar switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\b' => "\\b",
            '\f' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            < ' ' when dropControls => "",
            < ' ' => $"\\u{unicodeScalar:x4}",
            _ => new Rune(unicodeScalar).ToString(),
        };
        var isWritten = escape.AsSpan().TryCopyTo(new Span<char>(buffer, bufferLength));
        numberOfCharactersWritten = isWritten ? escape.Length : 0;
        return isWritten;
    }
}

using System.Buffers.Text;

namespace WxYarpGateway.Transforms.Conversion;

/// <summary>The fields that are numbers in the JSON, as in go-wx-gateway. All other values are text.</summary>
internal static class NumberFields
{
    /// <summary>Returns whether fields of this name are numbers, at any depth.</summary>
    public static bool Contains(ReadOnlySpan<byte> name) => name.Length switch
    {
        5 => name.SequenceEqual("Count"u8) || name.SequenceEqual("Scale"u8),
        9 => name.SequenceEqual("SentCount"u8),
        10 => name.SequenceEqual("CreateTime"u8) || name.SequenceEqual("TotalCount"u8) || name.SequenceEqual("ErrorCount"u8),
        11 => name.SequenceEqual("FilterCount"u8),
        _ => false,
    };

    /// <summary>
    /// Returns whether a text is a 64-bit integer exactly as JSON writes it. Any other text would change, so it stays text.
    /// </summary>
    public static bool IsNumber(ReadOnlySpan<byte> text)
    {
        if (!Utf8Parser.TryParse(text, out long value, out var consumed) || consumed != text.Length)
        {
            return false;
        }

        Span<byte> canonical = stackalloc byte[20];
        return Utf8Formatter.TryFormat(value, canonical, out var written) && text.SequenceEqual(canonical[..written]);
    }
}

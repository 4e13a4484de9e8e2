using System.Buffers;
using System.Globalization;

namespace WxYarpGateway.TokenService.Api.Json;

/// <summary>Makes strict JSON of what WeChat sends: its texts hold what users typed, cut to length by bytes and not always
/// escaped.</summary>
/// <remarks>
/// Whoever reads WeChat's JSON tries it as it came first, and asks for the repaired copy only when that fails, so a strict document costs
/// nothing here.
/// What is no text stays as it is: structure, numbers and names are WeChat's own, and what is wrong with them is for the reader to refuse.
/// </remarks>
public static class LenientJson
{
    private const int EscapedUnitLength = 6;

    private static readonly SearchValues<byte> EndsPlainText =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(code => (byte)code), (byte)'"', (byte)'\\']);
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> Escapes = SearchValues.Create("\"\\/bfnrt"u8);

    /// <summary>Returns whether an escape stands for half of a surrogate pair; the framework's reader notices that only when it is asked
    /// for the text.</summary>
    /// <param name="json">The JSON, as it came.</param>
    public static bool HasHalfSurrogate(ReadOnlySpan<byte> json)
    {
        for (var at = json.IndexOf((byte)'\\'); at >= 0 && at + 1 < json.Length;)
        {
            var length = 2;
            if (TryReadUnit(json[at..], out var unit) && char.IsSurrogate(unit))
            {
                if (!IsPair(json[at..]))
                {
                    return true;
                }

                length = 2 * EscapedUnitLength;
            }

            var next = json[(at + length)..].IndexOf((byte)'\\');
            at = next < 0 ? next : at + length + next;
        }

        return false;
    }

    /// <summary>Returns a strict copy of a JSON object; <see langword="null"/> when it does not end, or when more follows it than
    /// may.</summary>
    /// <remarks>
    /// What is not UTF-8, and half of a surrogate pair, becomes U+FFFD; a control character in a text becomes its escape;
    /// a backslash that escapes nothing is one that somebody typed. A byte order mark and what follows the object are left out.
    /// </remarks>
    /// <param name="json">The object.</param>
    /// <param name="mayBeFollowed">Whether more than blanks and control characters may follow; another object never may.</param>
    public static byte[]? Repair(ReadOnlySpan<byte> json, bool mayBeFollowed = false)
    {
        var rest = LenientText.ToUtf8(json);
        rest = ByteOrderMark.Skip(rest).TrimStart(" \t\r\n"u8);
        if (rest.IsEmpty || rest[0] != (byte)'{')
        {
            return null;
        }

        var written = new ArrayBufferWriter<byte>(rest.Length + 64);
        var depth = 0;
        do
        {
            var next = rest.IndexOfAny(Structure);
            if (next < 0)
            {
                return null;
            }

            written.Write(rest[..next]);
            var found = rest[next];
            rest = rest[(next + 1)..];
            if (found == (byte)'"')
            {
                if (!CopyText(ref rest, written))
                {
                    return null;
                }
            }
            else
            {
                depth += found is (byte)'{' or (byte)'[' ? 1 : found is (byte)'}' or (byte)']' ? -1 : 0;
                written.Write([found]);
            }
        }
        while (depth > 0);

        // Of two objects nobody knows which one counts.
        var isAlone = mayBeFollowed ? !rest.Contains((byte)'{') : !rest.ContainsAnyExceptInRange((byte)0, (byte)' ');
        return isAlone ? written.WrittenSpan.ToArray() : null;
    }

    private static bool CopyText(ref ReadOnlySpan<byte> rest, ArrayBufferWriter<byte> written)
    {
        written.Write("\""u8);
        while (true)
        {
            var next = rest.IndexOfAny(EndsPlainText);
            if (next < 0)
            {
                return false;
            }

            written.Write(rest[..next]);
            rest = rest[next..];
            switch (rest[0])
            {
                case (byte)'"':
                    written.Write("\""u8);
                    rest = rest[1..];
                    return true;
                case (byte)'\\':
                    CopyEscape(ref rest, written);
                    break;
                default:
                    Escape(rest[0], written);
                    rest = rest[1..];
                    break;
            }
        }
    }

    private static void CopyEscape(ref ReadOnlySpan<byte> rest, ArrayBufferWriter<byte> written)
    {
        int length;
        if (TryReadUnit(rest, out var unit))
        {
            length = IsPair(rest) ? 2 * EscapedUnitLength : EscapedUnitLength;
            written.Write(length == EscapedUnitLength && char.IsSurrogate(unit) ? "\\ufffd"u8 : rest[..length]);
        }
        else if (rest.Length > 1 && Escapes.Contains(rest[1]))
        {
            length = 2;
            written.Write(rest[..length]);
        }
        else
        {
            length = 1;
            written.Write("\\\\"u8);
        }

        rest = rest[length..];
    }

    private static void Escape(byte control, ArrayBufferWriter<byte> written)
    {
        var escape = control switch
        {
            (byte)'\n' => "\\n"u8,
            (byte)'\r' => "\\r"u8,
            (byte)'\t' => "\\t"u8,
            _ => default,
        };
        if (!escape.IsEmpty)
        {
            written.Write(escape);
            return;
        }

        written.Write("\\u00"u8);
        var digits = written.GetSpan(2);
        control.TryFormat(digits, out var length, "x2", CultureInfo.InvariantCulture);
        written.Advance(length);
    }

    private static bool IsPair(ReadOnlySpan<byte> text)
        => TryReadUnit(text, out var first) && char.IsHighSurrogate(first)
            && TryReadUnit(text[EscapedUnitLength..], out var second) && char.IsLowSurrogate(second);

    /// <summary>Reads <c>\uXXXX</c>.</summary>
    private static bool TryReadUnit(ReadOnlySpan<byte> text, out char unit)
    {
        unit = default;
        if (text.Length < EscapedUnitLength || text[0] != (byte)'\\' || text[1] != (byte)'u'
            || !ushort.TryParse(text[2..EscapedUnitLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        unit = (char)code;
        return true;
    }
}

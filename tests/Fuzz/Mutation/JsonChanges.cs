using System.Text;
using System.Text.Json;

namespace WxYarpGateway.Fuzz.Mutation;

/// <summary>Changes JSON as JSON: values, names, repeated keys, nesting. All else stays as it was written, byte for byte.</summary>
internal static class JsonChanges
{
    private const int DeepestWrap = 70;
    private const int MostEntries = 5_000;

    private static readonly JsonReaderOptions Lenient = new()
    {
        MaxDepth = 256,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true
    };

    // What a reader of values may not expect.
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-0", "1", "-1", "1e999", "-1e-999", "0.1", "1.0", "1E2", "9007199254740993", "9223372036854775807",
            "9223372036854775808", "-9223372036854775809",
        "18446744073709551616", "2147483648", "1000000000000000000000000000000", "\"\"", "\" \"", "\"0\"", "\"007\"", "\"+1\"", "\" 1\"",
            "\"1e3\"", "\"true\"", "\"null\"", "[]", "{}", "[[]]", "[null]", "{\"\":\"\"}",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\uFFFE\"", "\"\\u0085\\u2028\"", "\"]]>\"",
            "\"<![CDATA[x]]>\"", "\"&lt;\"", "\"\\\\\"", "\"\\\"\"", "\"\\/\"", "\"😀\"", "\"é\\u0301\"",
        "\"a\\r\\nb\"", "\"../..\"", "\"//x\"", "\"http://x\"", "\"http://[::1\"", "\"00:00:05\"", "\"-00:00:05\"", "\"99999999.00:00:00\"",
            "\"10.0.0.0/8\"", "\"::/0\"", "[1,\"a\",null,{}]", "{\"a\":[{\"b\":1}]}",
    ];

    public static Func<Dice, byte[], byte[], byte[]?> With(IReadOnlyList<string> names) => (dice, input, other)
        => Change(dice, input, other, names);

    private static byte[]? Change(Dice dice, byte[] input, byte[] other, IReadOnlyList<string> names)
    {
        var (values, members) = Read(input);
        if (values.Count == 0)
        {
            return null;
        }

        var value = dice.Pick(values);
        if (members.Count == 0 || dice.OnceIn(2))
        {
            return Splice.Replace(input, value, NewValue(dice, input, value, other));
        }

        var (name, whole) = dice.Pick(members);
        return dice.Below(5) switch
        {
            0 => Splice.Replace(input, whole, [.. input[whole], (byte)',', .. input[whole]]),
            1 => Splice.Replace(input, name, Name(dice, input[name], names)),
            2 => Splice.Replace(input, whole, [.. Name(dice, input[name], names), (byte)':', .. NewValue(dice, input, value, other)]),
            3 => Splice.Replace(input, whole,
                [.. input[whole], (byte)',', .. Name(dice, input[name], names), (byte)':', .. NewValue(dice, input, value, other)]),
            _ => Splice.Replace(input, whole, "\"\":0"u8),
        };
    }

    private static byte[] NewValue(Dice dice, byte[] input, Range value, byte[] other)
    {
        switch (dice.Below(6))
        {
            case 0:
                var (others, _) = Read(other);
                return others.Count == 0 ? input[value] : other[dice.Pick(others)];
            case 1:
                var depth = dice.OnceIn(8) ? DeepestWrap : 1 + dice.Small(4);
                return dice.OnceIn(2)
                    ? [.. Splice.Repeat("["u8, depth), .. input[value], .. Splice.Repeat("]"u8, depth)]
                    : [.. Splice.Repeat("{\"a\":"u8, depth), .. input[value], .. Splice.Repeat("}"u8, depth)];
            case 2:
                return [.. "["u8, .. input[value], .. Splice.Repeat([(byte)',', .. input[value]],
                    Math.Min(dice.OnceIn(50) ? MostEntries : dice.Small(6), 200_000 / (input[value].Length + 1))), .. "]"u8];
            default:
                return Encoding.UTF8.GetBytes(dice.Pick(Values));
        }
    }

    private static byte[] Name(Dice dice, byte[] name, IReadOnlyList<string> names) => dice.Below(4) switch
    {
        0 => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(name).ToUpperInvariant()),
        1 when name.Length > 2 => [(byte)'"', .. Encoding.ASCII.GetBytes($"\\u00{name[1]:x2}"), .. name.AsSpan(2)],
        _ when names.Count > 0 => JsonSerializer.SerializeToUtf8Bytes(dice.Pick(names)),
        _ => name,
    };

    /// <summary>Returns where values stand, and members with their names; none of what follows an error.</summary>
    private static (List<Range> Values, List<(Range Name, Range Whole)> Members) Read(byte[] json)
    {
        var values = new List<Range>();
        var members = new List<(Range, Range)>();
        var open = new Stack<(int Start, Range? Name)>();
        Range? name = null;
        try
        {
            var reader = new Utf8JsonReader(json, Lenient);
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                var end = (int)reader.BytesConsumed;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = start..(json.AsSpan(start, end - start).LastIndexOf((byte)'"') + start + 1);
                        break;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((start, name));
                        name = null;
                        break;
                    default:
                        var (from, called) = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray ? open.Pop()
                            : (start, name);
                        name = null;
                        values.Add(from..end);
                        if (called is { } member)
                        {
                            members.Add((member, member.Start..end));
                        }

                        break;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What was read so far is enough to change.
        }

        return (values, members);
    }
}

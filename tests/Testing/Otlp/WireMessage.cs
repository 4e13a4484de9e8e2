using System.Buffers.Binary;
using System.Text;

namespace WxYarpGateway.Testing.Otlp;

/// <summary>A protobuf message, read by its field numbers.</summary>
/// <remarks>Source: Protocol Buffers, "Encoding". The numbers are those of opentelemetry-proto.</remarks>
internal sealed class WireMessage
{
    private readonly ILookup<int, (ulong Number, ReadOnlyMemory<byte> Bytes)> _fields;

    public WireMessage(ReadOnlyMemory<byte> bytes)
    {
        _fields = Read(bytes).ToLookup(field => field.Key, field => field.Value);
    }

    /// <summary>Returns the messages in a field.</summary>
    public IEnumerable<WireMessage> Messages(int field) => _fields[field].Select(value => new WireMessage(value.Bytes));

    /// <summary>Returns the messages at the end of a path of fields.</summary>
    public IEnumerable<WireMessage> Messages(params int[] path)
        => path.Aggregate(Enumerable.Repeat(this, 1), (messages, field) => messages.SelectMany(message => message.Messages(field)));

    public bool Has(int field) => _fields.Contains(field);

    public string Text(int field) => Encoding.UTF8.GetString(_fields[field].LastOrDefault().Bytes.Span);

    public string Hex(int field) => Convert.ToHexStringLower(_fields[field].LastOrDefault().Bytes.Span);

    public ulong Number(int field) => _fields[field].LastOrDefault().Number;

    public double Double(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    /// <summary>Returns the attributes in a field: a list of KeyValue.</summary>
    public Dictionary<string, string> Attributes(int field)
        => Messages(field).ToDictionary(pair => pair.Text(1), pair => Value(pair.Messages(2).FirstOrDefault()));

    /// <summary>Returns an AnyValue as text.</summary>
    public static string Value(WireMessage? any) => any switch
    {
        null => "",
        _ when any.Has(1) => any.Text(1),
        _ when any.Has(2) => any.Number(2) != 0 ? "true" : "false",
        _ when any.Has(3) => ((long)any.Number(3)).ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ when any.Has(4) => any.Double(4).ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => "",
    };

    private static List<KeyValuePair<int, (ulong, ReadOnlyMemory<byte>)>> Read(ReadOnlyMemory<byte> bytes)
    {
        var fields = new List<KeyValuePair<int, (ulong, ReadOnlyMemory<byte>)>>();
        var at = 0;
        while (at < bytes.Length)
        {
            var tag = Varint(bytes.Span, ref at);
            (ulong, ReadOnlyMemory<byte>) value;
            switch (tag & 7)
            {
                case 0:
                    value = (Varint(bytes.Span, ref at), default);
                    break;
                case 1:
                    value = (BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[at..]), default);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(bytes.Span, ref at);
                    value = (0, bytes.Slice(at, length));
                    at += length;
                    break;
                case 5:
                    value = (BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..]), default);
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException("Not protobuf.");
            }

            fields.Add(new((int)(tag >> 3), value));
        }

        return fields;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}

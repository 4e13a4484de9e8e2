using System.Buffers;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Platform.Code;

/// <summary>Writes the bodies of calls: text stays as it is, for WeChat shows <c>\u</c> escapes to users as they stand.</summary>
internal static class CodeJson
{
    /// <summary>
    /// Gets the body of calls that have none: WeChat answers errcode 44002 to an empty one.
    /// </summary>
    public static ReadOnlyMemory<byte> Empty { get; } = "{}"u8.ToArray();

    /// <summary>Returns an object.</summary>
    public static ReadOnlyMemory<byte> Of(Action<Utf8JsonWriter> write)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written, MessageJson.ToWeChat))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return written.WrittenMemory;
    }

    /// <summary>Writes a number of WeChat's, every digit of it, as a number.</summary>
    public static void WriteId(Utf8JsonWriter json, string name, string id)
    {
        if (id.Length > 0 && id.All(char.IsAsciiDigit) && (id[0] != '0' || id.Length == 1))
        {
            json.WritePropertyName(name);
            json.WriteRawValue(id);
        }
        else
        {
            json.WriteString(name, id);
        }
    }
}

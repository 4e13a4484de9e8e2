using System.Buffers;
using System.Runtime.InteropServices;

namespace WxYarpGateway.Transforms.Pipeline;

/// <content>The body of the message. The gateway appends its own fields in place, so that the body is written once.</content>
public sealed partial class MessageContext
{
    private ReadOnlyMemory<byte> _body;

    // The buffer that starts with the body and has room after it; empty when another component owns the body's buffer.
    private Memory<byte> _buffer;

    /// <summary>Gets or sets the message. A host's transforms get the JSON object for the backend, in UTF-8, and may replace it.</summary>
    public ReadOnlyMemory<byte> Body
    {
        get => _body;
        set
        {
            _body = value;
            _buffer = default;
        }
    }

    /// <summary>Sets the body to the JSON object in a buffer. The message owns the buffer from now on.</summary>
    internal void SetJson(ArrayBufferWriter<byte> json)
    {
        _body = json.WrittenMemory;
        _buffer = MemoryMarshal.TryGetArray(_body, out var written) ? written.Array.AsMemory(written.Offset) : default;
    }

    /// <summary>Appends a property to the body, in place when the buffer has room.</summary>
    /// <remarks>
    /// The property overwrites the closing brace. An earlier value of <see cref="Body"/> is valid JSON only with a brace as its last byte;
    /// <see cref="CopyJson"/> returns it like that.
    /// </remarks>
    /// <param name="start">The start of the property, such as <c>"name":</c>.</param>
    /// <param name="value">The value, as JSON.</param>
    internal void AppendJson(ReadOnlySpan<byte> start, ReadOnlySpan<byte> value)
    {
        var comma = _body.Length > "{}".Length ? ","u8 : default;
        var length = _body.Length + comma.Length + start.Length + value.Length;
        var buffer = _buffer;
        if (buffer.Length < length)
        {
            buffer = new byte[length];
            _body.CopyTo(buffer);
        }

        var rest = buffer.Span[(_body.Length - 1)..length];
        comma.CopyTo(rest);
        start.CopyTo(rest[comma.Length..]);
        value.CopyTo(rest[(comma.Length + start.Length)..]);
        rest[^1] = (byte)'}';
        _buffer = buffer;
        _body = buffer[..length];
    }

    /// <summary>Returns a copy of an earlier body, even while another thread appends to the message.</summary>
    internal static ReadOnlyMemory<byte> CopyJson(ReadOnlyMemory<byte> body)
        => body.IsEmpty ? body : (byte[])[.. body.Span[..^1], (byte)'}'];
}

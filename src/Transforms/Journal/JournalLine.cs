using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Transforms.Journal;

/// <summary>
/// A line of the journal, which keeps a message or ends it. It starts with a checksum, so that half a line is not read as a whole one.
/// </summary>
/// <param name="Id">The message's id: printable, without spaces.</param>
/// <param name="Content">The message; <see langword="null"/> when the line ends it.</param>
internal sealed record JournalLine(string Id, ReadOnlyMemory<byte>? Content)
{
    private const byte Space = (byte)' ';
    private const int ChecksumLength = 16;

    /// <summary>Returns the line as ASCII bytes, with a line feed.</summary>
    public byte[] Write()
    {
        var text = Content is { } content ? $"+ {Id} {Convert.ToBase64String(content.Span)}" : $"- {Id}";
        return Encoding.ASCII.GetBytes($"{Checksum(Encoding.ASCII.GetBytes(text))} {text}\n");
    }

    /// <summary>Reads a line without its line feed; returns <see langword="null"/> when it is damaged.</summary>
    public static JournalLine? Read(ReadOnlySpan<byte> line)
    {
        if (line.Length < ChecksumLength + 4 || line[ChecksumLength] != Space)
        {
            return null;
        }

        var text = line[(ChecksumLength + 1)..];
        if (!line[..ChecksumLength].SequenceEqual(Encoding.ASCII.GetBytes(Checksum(text))) || text[1] != Space)
        {
            return null;
        }

        var rest = text[2..];
        if (text[0] == '-')
        {
            return new JournalLine(Encoding.ASCII.GetString(rest), null);
        }

        var end = rest.IndexOf(Space);
        var content = new byte[end < 0 ? 0 : Base64.GetMaxDecodedFromUtf8Length(rest.Length - end - 1)];
        return end > 0
            && text[0] == '+'
            && Base64.DecodeFromUtf8(rest[(end + 1)..], content, out _, out var length) == System.Buffers.OperationStatus.Done
            ? new JournalLine(Encoding.ASCII.GetString(rest[..end]), content.AsMemory(0, length))
            : null;
    }

    private static string Checksum(ReadOnlySpan<byte> text)
        => Convert.ToHexStringLower(SHA256.HashData(text).AsSpan(0, ChecksumLength / 2));
}

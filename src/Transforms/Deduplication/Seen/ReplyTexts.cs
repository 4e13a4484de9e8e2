using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace WxYarpGateway.Transforms.Deduplication.Seen;

/// <summary>Texts of replies in UTF-8, one behind the other: an object each would take four times the memory.</summary>
/// <remarks>They are dropped together. Not safe for several threads at once.</remarks>
internal sealed class ReplyTexts
{
    /// <summary>Below the size from which the garbage collector treats an array as large, and longer than most replies.</summary>
    internal const int ChunkLength = 1 << ChunkBits;

    private const int ChunkBits = 16;
    private const int MostChunks = 1 << 13;

    private readonly List<byte[]> _chunks = [];
    private int _chunk;
    private int _length;

    /// <summary>Keeps a text; returns where it is, or a negative number when it cannot be kept as it is.</summary>
    public int Add(string text)
    {
        if (_chunks.Count == 0)
        {
            _chunks.Add(new byte[ChunkLength]);
        }

        var result = TryWrite(text, out var at);
        if (result == OperationStatus.DestinationTooSmall && _length > 0 && _chunk + 1 < MostChunks
            && Encoding.UTF8.GetByteCount(text) <= ChunkLength - sizeof(int))
        {
            _chunk++;
            _length = 0;
            if (_chunk == _chunks.Count)
            {
                _chunks.Add(new byte[ChunkLength]);
            }

            result = TryWrite(text, out at);
        }

        return result == OperationStatus.Done ? at : -1;
    }

    /// <summary>Returns the text at a place that <see cref="Add"/> returned.</summary>
    public string Read(int at)
    {
        var from = _chunks[at >> ChunkBits].AsSpan(at & (ChunkLength - 1));
        return Encoding.UTF8.GetString(from.Slice(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(from)));
    }

    /// <summary>Drops all texts. The room for them stays.</summary>
    public void Clear() => (_chunk, _length) = (0, 0);

    private OperationStatus TryWrite(string text, out int at)
    {
        at = (_chunk << ChunkBits) | _length;
        var room = _chunks[_chunk].AsSpan(_length);
        if (room.Length < sizeof(int))
        {
            return OperationStatus.DestinationTooSmall;
        }

        // Half of a surrogate pair is refused: it would not come back.
        var result = Utf8.FromUtf16(text, room[sizeof(int)..], out _, out var written, replaceInvalidSequences: false);
        if (result == OperationStatus.Done)
        {
            BinaryPrimitives.WriteInt32LittleEndian(room, written);
            _length += sizeof(int) + written;
        }

        return result;
    }
}

using System.Buffers;
using System.IO.Compression;

namespace WxYarpGateway.Platform.Records.Bodies;

/// <summary>The body of a record: JSON without secrets, compressed with Brotli.</summary>
public static class RecordBody
{
    /// <summary>The largest body that is read back, in bytes: a push has at most 256 KiB, and JSON may need some more than XML.</summary>
    internal const int Largest = 4 << 20;

    // The fastest that uses Brotli's own dictionary, which has much of short JSON texts: a quarter of the time of 4 for a tenth more bytes.
    private const int Quality = 2;
    private const int Window = 18;

    /// <summary>Returns the body to keep of a message.</summary>
    /// <param name="json">The message as JSON.</param>
    /// <param name="bodies">What to keep of it.</param>
    public static ReadOnlyMemory<byte> Pack(ReadOnlyMemory<byte> json, RecordBodies bodies)
    {
        if (bodies == RecordBodies.None || json.IsEmpty)
        {
            return default;
        }

        var kept = bodies == RecordBodies.Shape ? RecordShape.Of(json.Span) : RecordSecrets.Hide(json);
        var packed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(kept.Length));
        try
        {
            return BrotliEncoder.TryCompress(kept.Span, packed, out var length, Quality, Window)
                ? packed.AsSpan(0, length).ToArray()
                : throw new InvalidOperationException("Brotli needs more room than it says.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    /// <summary>Returns the JSON of a body; empty when there is none.</summary>
    /// <param name="packed">The body.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> packed)
    {
        if (packed.IsEmpty)
        {
            return default;
        }

        for (var size = 4096; size <= Largest; size *= 4)
        {
            var rented = ArrayPool<byte>.Shared.Rent(size);
            try
            {
                if (BrotliDecoder.TryDecompress(packed.Span, rented, out var length))
                {
                    return rented.AsSpan(0, length).ToArray();
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }

        throw new InvalidDataException("The body of a record is damaged.");
    }
}

using System.Buffers.Binary;
using System.IO.Compression;

namespace WxYarpGateway.Simulator.Links;

/// <summary>Draws a pattern as PNG, in shades of grey with or without transparency.</summary>
internal static class PngPicture
{
    private const byte Grey = 0;
    private const byte GreyAndAlpha = 4;

    private static ReadOnlySpan<byte> FileStart => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] Draw(PicturePattern pattern, int side, bool isTransparent = false)
    {
        // Width and height, 8 bits for each value, the kind of values, no interlacing.
        Span<byte> header = [0, 0, 0, 0, 0, 0, 0, 0, 8, isTransparent ? GreyAndAlpha : Grey, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], side);
        using var file = new MemoryStream();
        file.Write(FileStart);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(RowsOf(pattern, side, isTransparent)));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    // Every row starts with its filter type, 0 for none.
    private static byte[] RowsOf(PicturePattern pattern, int side, bool isTransparent)
    {
        var size = isTransparent ? 2 : 1;
        var rows = new byte[side * ((side * size) + 1)];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var (index, isDark) = ((y * ((side * size) + 1)) + 1 + (x * size), pattern.IsDark(x, y, side));
                rows[index] = isDark ? (byte)0 : (byte)255;
                if (isTransparent)
                {
                    rows[index + 1] = isDark ? (byte)255 : (byte)0;
                }
            }
        }

        return rows;
    }

    private static byte[] Compress(byte[] rows)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Checksum(Checksum(uint.MaxValue, type), content));
        file.Write(number);
    }

    // CRC-32 of ISO 3309, as the PNG specification asks for.
    private static uint Checksum(uint checksum, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            checksum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                checksum = (checksum & 1) == 1 ? (checksum >> 1) ^ 0xEDB88320 : checksum >> 1;
            }
        }

        return checksum;
    }
}

using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Simulator.Links;

/// <summary>Draws the picture that stands for a QR code. It differs for every ticket, but no phone can read it.</summary>
internal static class QrPicture
{
    private const int Modules = 16;
    private const int PixelsPerModule = 10;
    private const int Border = 20;
    private const int Side = (Modules * PixelsPerModule) + (2 * Border);

    private static ReadOnlySpan<byte> FileStart => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    // Width and height, 8 bits of grey, no interlacing.
    private static ReadOnlySpan<byte> Header => [0, 0, 0, Side, 0, 0, 0, Side, 8, 0, 0, 0, 0];

    public static byte[] Draw(string ticket)
    {
        using var file = new MemoryStream();
        file.Write(FileStart);
        WriteChunk(file, "IHDR"u8, Header);
        WriteChunk(file, "IDAT"u8, Compress(PixelsOf(SHA256.HashData(Encoding.UTF8.GetBytes(ticket)))));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    // Every row starts with its filter type, 0 for none. Each module is a bit of the digest.
    private static byte[] PixelsOf(byte[] digest)
    {
        var rows = new byte[Side * (Side + 1)];
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var (column, row) = (x - Border, y - Border);
                var isInside = column is >= 0 and < Modules * PixelsPerModule && row is >= 0 and < Modules * PixelsPerModule;
                var module = (row / PixelsPerModule * Modules) + (column / PixelsPerModule);
                rows[(y * (Side + 1)) + 1 + x] = isInside && (digest[module / 8] >> (module % 8) & 1) == 1 ? (byte)0 : (byte)255;
            }
        }

        return rows;
    }

    private static byte[] Compress(byte[] pixels)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(pixels);
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

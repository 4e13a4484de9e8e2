using System.Numerics;

namespace WxYarpGateway.Simulator.Links;

/// <summary>Draws a pattern as a baseline JPEG (ITU-T T.81) in grey. Each block of 8 × 8 pixels has one shade, so that only the mean
/// of a block, its DC coefficient, is coded, and no cosine transform is needed.</summary>
internal static class JpegPicture
{
    private const int Block = 8;

    // The DC coefficient of a flat block is eight times its shade; quantized by eight it is the shade, from -128 to 127.
    private const byte DcStep = 8;
    private const int Dark = -128;
    private const int Light = 127;

    // T.81 table K.3: how many codes have each length, and the number of bits that each code announces.
    private static ReadOnlySpan<byte> DcCodesOfLength => [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];

    // One code of one bit: "the rest of the block is zero".
    private static ReadOnlySpan<byte> AcCodesOfLength => [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    // Codes of table K.3 by the number of bits they announce: code and length.
    private static readonly (int Code, int Length)[] DcCodes =
        [(0b00, 2), (0b010, 3), (0b011, 3), (0b100, 3), (0b101, 3), (0b110, 3), (0b1110, 4), (0b11110, 5), (0b111110, 6)];

    public static byte[] Draw(PicturePattern pattern, int side)
    {
        using var file = new MemoryStream();
        file.Write([0xFF, 0xD8]);
        WriteSegment(file, 0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        WriteSegment(file, 0xDB, [0, DcStep, .. Enumerable.Repeat((byte)1, (Block * Block) - 1)]);
        WriteSegment(file, 0xC0, [8, (byte)(side >> 8), (byte)side, (byte)(side >> 8), (byte)side, 1, 1, 0x11, 0]);
        WriteSegment(file, 0xC4, [0x00, .. DcCodesOfLength, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        WriteSegment(file, 0xC4, [0x10, .. AcCodesOfLength, 0]);
        WriteSegment(file, 0xDA, [1, 1, 0x00, 0, 63, 0]);
        WriteBlocks(new BitWriter(file), pattern, side);
        file.Write([0xFF, 0xD9]);
        return file.ToArray();
    }

    private static void WriteBlocks(BitWriter bits, PicturePattern pattern, int side)
    {
        var before = 0;
        for (var y = 0; y < side; y += Block)
        {
            for (var x = 0; x < side; x += Block)
            {
                var shade = pattern.IsDark(x, y, side) ? Dark : Light;
                var difference = shade - before;
                var size = BitOperations.Log2((uint)Math.Abs(difference)) + 1;
                size = difference == 0 ? 0 : size;
                bits.Write(DcCodes[size].Code, DcCodes[size].Length);
                bits.Write(difference < 0 ? difference + (1 << size) - 1 : difference, size);
                bits.Write(0, 1);
                before = shade;
            }
        }

        bits.End();
    }

    private static void WriteSegment(MemoryStream file, byte marker, ReadOnlySpan<byte> content)
    {
        var length = content.Length + 2;
        file.Write([0xFF, marker, (byte)(length >> 8), (byte)length]);
        file.Write(content);
    }

    private sealed class BitWriter(MemoryStream file)
    {
        private int _pending;
        private int _count;

        public void Write(int value, int count)
        {
            for (var bit = count - 1; bit >= 0; bit--)
            {
                _pending = (_pending << 1) | ((value >> bit) & 1);
                if (++_count == 8)
                {
                    Flush();
                }
            }
        }

        // The last byte is filled with ones.
        public void End()
        {
            while (_count > 0)
            {
                Write(1, 1);
            }
        }

        // 0xFF would begin a marker, so that a zero follows it.
        private void Flush()
        {
            file.WriteByte((byte)_pending);
            if ((byte)_pending == 0xFF)
            {
                file.WriteByte(0);
            }

            (_pending, _count) = (0, 0);
        }
    }
}

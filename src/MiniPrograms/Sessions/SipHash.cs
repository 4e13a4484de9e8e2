using System.Buffers.Binary;
using System.Numerics;

namespace WxYarpGateway.MiniPrograms.Sessions;

/// <summary>SipHash-2-4 with 128 bits: a hash under a secret key. Without the key nobody finds two texts with the same hash.</summary>
/// <remarks>
/// For a short text it takes a tenth of the platform's SHA-256; see docs/adr/0014-a-sha1-of-our-own-for-one-block.md. Source: Aumasson and
/// Bernstein, "SipHash: a fast short-input PRF", and their reference implementation for the longer hash.
/// </remarks>
internal sealed class SipHash(ulong firstKey, ulong secondKey)
{
    private const int Block = sizeof(ulong);

    /// <summary>Returns the hash of a text.</summary>
    public UInt128 Of(ReadOnlySpan<byte> text)
    {
        // "somepseudorandomlygeneratedbytes", and a mark of the longer hash.
        var state = new State
        {
            A = firstKey ^ 0x736F6D6570736575,
            B = secondKey ^ 0x646F72616E646F6D ^ 0xEE,
            C = firstKey ^ 0x6C7967656E657261,
            D = secondKey ^ 0x7465646279746573,
        };
        var rest = text;
        for (; rest.Length >= Block; rest = rest[Block..])
        {
            state.Take(BinaryPrimitives.ReadUInt64LittleEndian(rest));
        }

        // The last block ends with the length.
        Span<byte> last = stackalloc byte[Block];
        last.Clear();
        rest.CopyTo(last);
        last[Block - 1] = unchecked((byte)text.Length);
        state.Take(BinaryPrimitives.ReadUInt64LittleEndian(last));

        state.C ^= 0xEE;
        var lower = state.End();
        state.B ^= 0xDD;
        return new UInt128(state.End(), lower);
    }

    private struct State
    {
        public ulong A;
        public ulong B;
        public ulong C;
        public ulong D;

        public void Take(ulong block)
        {
            D ^= block;
            Mix();
            Mix();
            A ^= block;
        }

        public ulong End()
        {
            Mix();
            Mix();
            Mix();
            Mix();
            return A ^ B ^ C ^ D;
        }

        private void Mix()
        {
            A += B;
            B = BitOperations.RotateLeft(B, 13) ^ A;
            A = BitOperations.RotateLeft(A, 32);
            C += D;
            D = BitOperations.RotateLeft(D, 16) ^ C;
            A += D;
            D = BitOperations.RotateLeft(D, 21) ^ A;
            C += B;
            B = BitOperations.RotateLeft(B, 17) ^ C;
            C = BitOperations.RotateLeft(C, 32);
        }
    }
}

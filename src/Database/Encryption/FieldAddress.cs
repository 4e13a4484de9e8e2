using System.Buffers.Binary;
using System.Text;

namespace WxYarpGateway.Database.Encryption;

/// <summary>Where a sealed value stands. Moved anywhere else, it cannot be opened.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="Row">The row: its key, or what else names it alone and was known before the row was.</param>
internal readonly record struct FieldAddress(string Table, string Column, string Row)
{
    /// <summary>Returns the address as bytes, which no other address has.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[LengthOf(Table) + LengthOf(Column) + LengthOf(Row)];
        var rest = Write(Table, bytes);
        rest = Write(Column, rest);
        Write(Row, rest);
        return bytes;
    }

    /// <summary>Returns the column. The row may name a user.</summary>
    public override string ToString() => $"{Table}.{Column}";

    private static int LengthOf(string part) => sizeof(int) + Encoding.UTF8.GetByteCount(part);

    private static Span<byte> Write(string part, Span<byte> rest)
    {
        var length = Encoding.UTF8.GetBytes(part, rest[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(rest, length);
        return rest[(sizeof(int) + length)..];
    }
}

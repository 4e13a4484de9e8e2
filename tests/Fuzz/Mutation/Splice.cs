namespace WxYarpGateway.Fuzz.Mutation;

/// <summary>Puts bytes in the place of others.</summary>
internal static class Splice
{
    /// <summary>Returns the source with a range replaced.</summary>
    public static byte[] Replace(ReadOnlySpan<byte> source, Range range, ReadOnlySpan<byte> replacement)
    {
        var (start, length) = range.GetOffsetAndLength(source.Length);
        var result = new byte[source.Length - length + replacement.Length];
        source[..start].CopyTo(result);
        replacement.CopyTo(result.AsSpan(start));
        source[(start + length)..].CopyTo(result.AsSpan(start + replacement.Length));
        return result;
    }

    /// <summary>Returns bytes written one after the other so many times.</summary>
    public static byte[] Repeat(ReadOnlySpan<byte> bytes, int times)
    {
        var result = new byte[bytes.Length * times];
        for (var index = 0; index < times; index++)
        {
            bytes.CopyTo(result.AsSpan(index * bytes.Length));
        }

        return result;
    }
}

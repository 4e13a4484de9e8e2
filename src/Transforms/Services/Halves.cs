namespace WxYarpGateway.Transforms.Services;

/// <summary>A number of 128 bits as types keep it.</summary>
/// <remarks>
/// A type with a field of <see cref="UInt128"/> has no layout before it is loaded, so that nothing that touches the type is compiled
/// ahead: that was the way of a push.
/// </remarks>
/// <param name="Upper">The upper half.</param>
/// <param name="Lower">The lower half.</param>
internal readonly record struct Halves(ulong Upper, ulong Lower)
{
    private const int Bits = 64;

    /// <summary>Takes a number apart.</summary>
    public static implicit operator Halves(UInt128 number) => new((ulong)(number >> Bits), (ulong)number);

    /// <summary>Returns the number.</summary>
    public static implicit operator UInt128(Halves halves) => new(halves.Upper, halves.Lower);
}

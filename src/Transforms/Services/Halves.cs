namespace WxYarpGateway.Transforms.Services;

/// <summary>A number of 128 bits as types keep it.</summary>
/// <remarks>
/// A method that takes, returns or keeps a <see cref="UInt128"/>, or a struct with one, is not compiled ahead: that was the way of a push.
/// See findings/readytorun-leaves-out-uint128.sh.
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

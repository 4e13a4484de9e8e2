namespace WxYarpGateway.Fuzz.Mutation;

/// <summary>Random numbers that depend on the seed alone, on every machine and in every version of .NET.</summary>
/// <remarks>
/// The generator is SplitMix64 (Steele, Lea, Flood, 2014): neighbouring seeds give numbers that have nothing to do with each other.
/// </remarks>
internal sealed class Dice(long seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = Mix(unchecked((ulong)seed));

    public ulong Next() => Mix(_state = unchecked(_state + Step));

    /// <summary>Returns a number from 0 to one less than the limit.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)Math.Max(limit, 1));

    /// <summary>Returns a number up to a limit, small ones far more often than large ones.</summary>
    public int Small(int limit) => Below(Below(Below(limit + 1) + 1) + 1);

    /// <summary>Returns whether something happens that happens once in so many times.</summary>
    public bool OnceIn(int times) => Below(times) == 0;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var index = 0; index < count; index++)
        {
            bytes[index] = (byte)Next();
        }

        return bytes;
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}

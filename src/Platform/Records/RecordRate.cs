namespace WxYarpGateway.Platform.Records;

/// <summary>Lets so many through in each second.</summary>
internal sealed class RecordRate(TimeProvider clock)
{
    private const int CountBits = 24;
    private const long CountMask = (1L << CountBits) - 1;

    // The second, and how many it had, in one word: whoever wins the exchange has counted.
    private long _state;

    private long Second => (clock.GetTimestamp() / clock.TimestampFrequency) & (long.MaxValue >> CountBits);

    /// <summary>Returns whether this second has had so many already.</summary>
    public bool IsSpent(int most)
        => Volatile.Read(ref _state) is var state && (state & CountMask) >= most && state >> CountBits == Second;

    /// <summary>Returns whether one more may pass.</summary>
    public bool TryTake(int most)
    {
        var second = Second;
        while (true)
        {
            var state = Volatile.Read(ref _state);
            var count = state >> CountBits == second ? state & CountMask : 0;
            if (count >= most)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _state, (second << CountBits) | (count + 1), state) == state)
            {
                return true;
            }
        }
    }
}

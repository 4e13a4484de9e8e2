namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>The pause before a redelivery: about 2 s, doubled after each failure up to a minute, with a random part.</summary>
internal static class RedeliveryDelay
{
    private const double FirstSeconds = 2;
    private const double LongestSeconds = 60;
    private const int Doublings = 5;
    private const double Spread = 0.25;

    /// <summary>Returns the delay.</summary>
    /// <param name="tries">The number of redeliveries that failed.</param>
    /// <param name="chance">A random number from 0 to 1.</param>
    public static TimeSpan After(int tries, double chance)
    {
        var seconds = Math.Min(LongestSeconds / (1 + Spread), FirstSeconds * (1 << Math.Min(tries, Doublings)));
        return TimeSpan.FromSeconds(seconds * (1 - Spread + (2 * Spread * chance)));
    }
}

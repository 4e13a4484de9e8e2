namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>After what time a message is delivered again: about 2 s, then twice as long each time, at most a minute; never quite the same for two.</summary>
internal static class RetryDelay
{
    private const double FirstSeconds = 2;
    private const double LongestSeconds = 60;
    private const int Doublings = 5;
    private const double Spread = 0.25;

    /// <summary>Returns the delay.</summary>
    /// <param name="tries">How often it was delivered again in vain.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan After(int tries, double chance)
    {
        var seconds = Math.Min(LongestSeconds / (1 + Spread), FirstSeconds * (1 << Math.Min(tries, Doublings)));
        return TimeSpan.FromSeconds(seconds * (1 - Spread + (2 * Spread * chance)));
    }
}

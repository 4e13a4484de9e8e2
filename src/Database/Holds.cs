namespace WxYarpGateway.Database;

/// <summary>How long a replica may hold a row that it works on.</summary>
internal static class Holds
{
    /// <summary>
    /// Longer than any, in milliseconds. What is held for longer was taken by a clock that was far ahead: nobody holds it.
    /// </summary>
    public const long Longest = 10 * 60 * 1000;
}

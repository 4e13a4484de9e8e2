namespace WxYarpGateway.Simulator.Replies;

/// <summary>Says how long a text may be, as a reply and as a customer-service message.</summary>
internal static class TextRules
{
    /// <summary>The most bytes in UTF-8; one more is refused.</summary>
    public const int MostBytes = 2047;
}

namespace WxYarpGateway.Simulator.Pushes.Replies;

/// <summary>The limit of a text, as a reply and as a customer-service message.</summary>
internal static class TextRules
{
    /// <summary>The largest number of UTF-8 bytes.</summary>
    public const int MostBytes = 2047;
}

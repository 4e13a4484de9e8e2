namespace WxYarpGateway.KeywordReply;

/// <summary>The words that are answered here.</summary>
public sealed class KeywordOptions
{
    /// <summary>Gets the answers by keyword.</summary>
    public Dictionary<string, string> Keywords { get; } = new(StringComparer.OrdinalIgnoreCase);
}

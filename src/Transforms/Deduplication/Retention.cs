namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>How long a ledger remembers.</summary>
internal static class Retention
{
    /// <summary>A signature is accepted from MaxClockSkew before to MaxClockSkew after its timestamp: 10 minutes by default.</summary>
    public static readonly TimeSpan OfSignatures = TimeSpan.FromMinutes(10);

    /// <summary>
    /// WeChat's last retry comes about 15 seconds after the first delivery. But a recorded push can be sent again as long as its signature
    /// is accepted.
    /// </summary>
    public static readonly TimeSpan OfMessages = OfSignatures;
}

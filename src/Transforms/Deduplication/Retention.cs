namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>How long a ledger remembers.</summary>
internal static class Retention
{
    /// <summary>WeChat's last re-delivery comes about 15 seconds after the first delivery; the rest is for late replies and slow networks.</summary>
    public static readonly TimeSpan OfMessages = TimeSpan.FromMinutes(2);

    /// <summary>A signature is accepted from MaxClockSkew before to MaxClockSkew after its timestamp: 10 minutes by default.</summary>
    public static readonly TimeSpan OfSignatures = TimeSpan.FromMinutes(10);
}

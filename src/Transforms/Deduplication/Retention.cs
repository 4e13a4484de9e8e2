namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>How long a ledger remembers.</summary>
internal static class Retention
{
    /// <summary>A signature is accepted from MaxClockSkew before to MaxClockSkew after its timestamp: 10 minutes by default.</summary>
    public static readonly TimeSpan OfSignatures = TimeSpan.FromMinutes(10);

    /// <summary>WeChat's last re-delivery comes about 15 seconds after the first delivery; but whoever recorded a push can send it as long as its signature is accepted.</summary>
    public static readonly TimeSpan OfMessages = OfSignatures;
}

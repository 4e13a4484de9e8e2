namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Who takes a reply for which the delivery with the lease no longer waits.</summary>
internal enum Offer
{
    /// <summary>Nobody: the last retry was answered without it.</summary>
    Late,

    /// <summary>A retry that waits for it.</summary>
    Taken,

    /// <summary>WeChat's next retry, if one comes.</summary>
    Open,
}

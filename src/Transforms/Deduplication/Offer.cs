namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Who takes a reply that the delivery which brought the message no longer waits for.</summary>
internal enum Offer
{
    /// <summary>Nobody: the last delivery was answered without it.</summary>
    Late,

    /// <summary>A delivery that waits for it.</summary>
    Taken,

    /// <summary>WeChat's next delivery, should one come.</summary>
    Open,
}

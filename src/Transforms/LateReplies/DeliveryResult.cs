namespace WxYarpGateway.Transforms.LateReplies;

/// <summary>What became of a reply that was sent outside a push's response, in one word, as metrics and spans have it.</summary>
internal static class DeliveryResult
{
    /// <summary>All of it reached the user.</summary>
    public const string Delivered = "delivered";

    /// <summary>It waits for the user's next message.</summary>
    public const string Kept = "kept";

    /// <summary>WeChat did not take it, or not all of it.</summary>
    public const string Lost = "lost";

    /// <summary>It is not sent: the service does not want it, or the API does not have it.</summary>
    public const string Dropped = "dropped";

    /// <summary>One of WeChat's retries, or another replica, delivers it.</summary>
    public const string HandedOver = "handed_over";

    /// <summary>It says nothing.</summary>
    public const string Nothing = "nothing";
}

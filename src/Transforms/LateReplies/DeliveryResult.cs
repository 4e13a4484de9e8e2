namespace WxYarpGateway.Transforms.LateReplies;

/// <summary>The result of sending a reply outside a push's response, as metrics and spans name it.</summary>
internal static class DeliveryResult
{
    /// <summary>All of the reply reached the user.</summary>
    public const string Delivered = "delivered";

    /// <summary>The reply is kept for the user's next message.</summary>
    public const string Kept = "kept";

    /// <summary>WeChat refused the reply, or a part of it.</summary>
    public const string Lost = "lost";

    /// <summary>The reply is not sent: the service is configured so, or the API has no such kind.</summary>
    public const string Dropped = "dropped";

    /// <summary>One of WeChat's retries, or another replica, delivers it.</summary>
    public const string HandedOver = "handed_over";

    /// <summary>The reply is empty.</summary>
    public const string Nothing = "nothing";

}

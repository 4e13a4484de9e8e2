namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>How a late reply reaches the user.</summary>
internal enum LateWay
{
    /// <summary>By the customer-service API.</summary>
    CustomerService,

    /// <summary>In answer to the user's next message.</summary>
    NextMessage,

    /// <summary>Not at all.</summary>
    Nothing,
}

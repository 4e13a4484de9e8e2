namespace WxYarpGateway.Transforms.Replies;

/// <summary>How the rest of a reply reaches the user when WeChat takes only the first part in answer to the push.</summary>
internal enum RestOfReply
{
    /// <summary>The customer-service API sends it once the first part has left.</summary>
    CustomerService,

    /// <summary>It is kept for the user's next message; the first part says so.</summary>
    NextMessage,

    /// <summary>It is lost: the account has neither way.</summary>
    Lost,
}

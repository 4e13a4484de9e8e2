namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>How the rest of a reply reaches the user, when WeChat takes only its first part in answer to the push.</summary>
internal enum RestOfReply
{
    /// <summary>It is sent by the customer-service API once the first part has left.</summary>
    CustomerService,

    /// <summary>It waits for the user's next message; the first part says so.</summary>
    NextMessage,

    /// <summary>It does not: the account has neither.</summary>
    Lost,
}

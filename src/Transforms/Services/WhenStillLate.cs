namespace WxYarpGateway.Transforms.Services;

/// <summary>What becomes of a reply that none of WeChat's deliveries can carry any more, or that the customer-service API refuses to an account without it.</summary>
public enum WhenStillLate
{
    /// <summary>It is kept, and answers the user's next message.</summary>
    NextMessage,

    /// <summary>It is delivered by the customer-service API; for an account without that API, it answers the user's next message.</summary>
    CustomerService,

    /// <summary>It is dropped, and counted.</summary>
    Nothing,
}

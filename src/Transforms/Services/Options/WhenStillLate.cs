namespace WxYarpGateway.Transforms.Services.Options;

/// <summary>
/// What the gateway does with a reply when WeChat makes no further retry, or the account may not use the customer-service API.
/// </summary>
public enum WhenStillLate
{
    /// <summary>The gateway keeps it and answers the user's next message with it.</summary>
    NextMessage,

    /// <summary>The gateway sends it by the customer-service API. Without that API, it answers the user's next message.</summary>
    CustomerService,

    /// <summary>The gateway drops and counts it.</summary>
    Nothing,
}

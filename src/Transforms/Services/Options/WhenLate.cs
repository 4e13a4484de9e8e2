namespace WxYarpGateway.Transforms.Services.Options;

/// <summary>What the gateway does with a reply that the backend gives after the deadline.</summary>
public enum WhenLate
{
    /// <summary>The gateway sends it by the customer-service API (<c>/cgi-bin/message/custom/send</c>).</summary>
    CustomerService,

    /// <summary>The gateway drops and counts it.</summary>
    Nothing,

    /// <summary>
    /// The gateway leaves WeChat without an answer, so that WeChat retries. The retry that is open when the backend answers gets the reply.
    /// </summary>
    Retries,
}

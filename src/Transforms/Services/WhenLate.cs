namespace WxYarpGateway.Transforms.Services;

/// <summary>What becomes of a reply that the backend gives after the deadline.</summary>
public enum WhenLate
{
    /// <summary>It is delivered by the customer-service API (<c>/cgi-bin/message/custom/send</c>).</summary>
    CustomerService,

    /// <summary>It is dropped, and counted.</summary>
    Nothing,

    /// <summary>WeChat is left without an answer and delivers the message again; whichever delivery is open when the backend answers gets the reply.</summary>
    Retries,
}

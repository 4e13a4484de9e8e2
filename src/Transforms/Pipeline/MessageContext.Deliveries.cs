using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Pipeline;

/// <content>WeChat's deliveries of the message.</content>
public sealed partial class MessageContext
{
    /// <summary>Gets or sets which of WeChat's deliveries this is, from 1; 0 while that is not known.</summary>
    internal int Delivery { get; set; }

    /// <summary>Gets what is cancelled when WeChat hangs up; heard only where WeChat may be left without an answer.</summary>
    internal CancellationToken HungUp { get; init; }

    /// <summary>Gets a value indicating whether WeChat delivers the message again when this delivery is not answered, and is left to do so.</summary>
    internal bool ComesAgain => Service.Reply.WhenLate == WhenLate.Retries && Delivery > 0 && Delivery < Service.Reply.Deliveries;
}

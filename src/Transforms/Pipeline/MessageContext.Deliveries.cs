using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Pipeline;

/// <content>The message's deliveries by WeChat: the first and its retries.</content>
public sealed partial class MessageContext
{
    // What WeChat shows the reply to: the user did something in the conversation. Source: PROTOCOL "Official-account events".
    private static readonly HashSet<string> EventsOfConversation = new(StringComparer.Ordinal)
    {
        "subscribe", "SCAN", "scan", "CLICK", "scancode_waitmsg",
    };

    /// <summary>Gets or sets the key that all deliveries of the message share; see <c>MessageIdentity</c>.</summary>
    internal UInt128 Key { get; set; }

    /// <summary>Gets or sets which of WeChat's deliveries this is, from 1; 0 while that is not known.</summary>
    internal int Delivery { get; set; }

    /// <summary>Gets what is cancelled when the client of the push hangs up.</summary>
    internal CancellationToken ClientAborted { get; init; }

    /// <summary>Gets what is cancelled when WeChat hangs up; heard only where WeChat may be left without an answer.</summary>
    internal CancellationToken HungUp => Service.Reply.WhenLate == WhenLate.Retries ? ClientAborted : CancellationToken.None;

    /// <summary>Gets a value indicating whether WeChat delivers the message again when this delivery is not answered, and is left to do so.</summary>
    internal bool ComesAgain => Service.Reply.WhenLate == WhenLate.Retries && Delivery > 0 && Delivery < Service.Reply.Deliveries;

    /// <summary>Gets a value indicating whether the user is in the conversation and reads what is replied.</summary>
    internal bool IsOfConversation => MsgType.Length > 0 && (MsgType != "event" || EventsOfConversation.Contains(Event));
}

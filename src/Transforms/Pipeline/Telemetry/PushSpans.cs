using System.Diagnostics;

namespace WxYarpGateway.Transforms.Pipeline.Telemetry;

/// <summary>The source of this project's spans, and the names in them. Each covers its own step, not the steps inside of it.</summary>
internal sealed class PushSpans : IDisposable
{
    /// <summary>The whole push, where the host has no span for it.</summary>
    public const string Push = "wechat.push";

    /// <summary>Proves that the push is WeChat's, and fresh.</summary>
    public const string Verify = "wechat.verify";

    /// <summary>Decrypts the message.</summary>
    public const string Open = "wechat.open";

    /// <summary>Turns the message into JSON.</summary>
    public const string Convert = "wechat.convert";

    /// <summary>Acquires the message's lease in the ledger.</summary>
    public const string Ledger = "wechat.ledger";

    /// <summary>Waits for the reply to an earlier delivery.</summary>
    public const string LedgerWait = "wechat.ledger.wait";

    /// <summary>Looks up the user.</summary>
    public const string UserInfo = "wechat.userInfo";

    /// <summary>Calls the backend, once; YARP's client is inside.</summary>
    public const string Forward = "wechat.forward";

    /// <summary>Reads the backend's answer as a reply.</summary>
    public const string Reply = "wechat.reply";

    /// <summary>Encrypts the reply.</summary>
    public const string Seal = "wechat.seal";

    /// <summary>Delivers a late reply.</summary>
    public const string LateReply = "wechat.late_reply";

    /// <summary>Redelivers a kept message; linked to the trace of the push that brought it.</summary>
    public const string Redelivery = "wechat.redelivery";

    /// <summary>The tag with the service's name.</summary>
    public const string Service = "wechat.service";

    /// <summary>The tag with the message's type, or the event's name.</summary>
    public const string MessageType = "wechat.message.type";

    /// <summary>The tag with the message's id.</summary>
    public const string MessageId = "wechat.message.id";

    /// <summary>The tag with the number of the call to the backend; on the span of the push, of the last.</summary>
    public const string Attempt = "wechat.message.attempt";

    /// <summary>The tag with how the push ended.</summary>
    public const string Outcome = "wechat.outcome";

    /// <summary>The tag with the keyed hash of the user's openid.</summary>
    public const string User = "wechat.user";

    /// <summary>The tag with what a step came to.</summary>
    public const string Result = "wechat.result";

    /// <summary>Gets the source.</summary>
    public ActivitySource Source { get; } = new(TransformsTelemetry.ActivitySourceName);

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();
}

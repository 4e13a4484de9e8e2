using System.Diagnostics;

namespace WxYarpGateway.Transforms.Pipeline.Telemetry;

/// <summary>
/// The source of this project's spans, and their names and tags. A span covers its own step, not the transforms behind it.
/// </summary>
internal sealed class PushSpans : IDisposable
{
    /// <summary>The whole push, when the host has no span for the request.</summary>
    public const string Push = "wechat.push";

    /// <summary>Checks the signature and the timestamp.</summary>
    public const string Verify = "wechat.verify";

    /// <summary>Decrypts the message.</summary>
    public const string Open = "wechat.open";

    /// <summary>Converts the message to JSON.</summary>
    public const string Convert = "wechat.convert";

    /// <summary>Acquires the message's lease in the ledger.</summary>
    public const string Ledger = "wechat.ledger";

    /// <summary>Waits for the reply to an earlier delivery.</summary>
    public const string LedgerWait = "wechat.ledger.wait";

    /// <summary>Looks up the user.</summary>
    public const string UserInfo = "wechat.userInfo";

    /// <summary>Calls the backend once. The span of YARP's HTTP client is its child.</summary>
    public const string Forward = "wechat.forward";

    /// <summary>Reads the backend's response as a reply.</summary>
    public const string Reply = "wechat.reply";

    /// <summary>Encrypts the reply.</summary>
    public const string Seal = "wechat.seal";

    /// <summary>Delivers a late reply.</summary>
    public const string LateReply = "wechat.late_reply";

    /// <summary>Redelivers a kept message. The span links to the trace of the push that brought the message.</summary>
    public const string Redelivery = "wechat.redelivery";

    /// <summary>The tag with the service's name.</summary>
    public const string Service = "wechat.service";

    /// <summary>The tag with the AppId of the account in a platform's care.</summary>
    public const string Authorizer = "wechat.authorizer";

    /// <summary>The tag with the message's type, or the event's name.</summary>
    public const string MessageType = "wechat.message.type";

    /// <summary>The tag with the message's id.</summary>
    public const string MessageId = "wechat.message.id";

    /// <summary>The tag with the number of the backend call. The span of the push has the number of the last call.</summary>
    public const string Attempt = "wechat.message.attempt";

    /// <summary>The tag with the outcome of the push.</summary>
    public const string Outcome = "wechat.outcome";

    /// <summary>The tag with the keyed hash of the user's openid.</summary>
    public const string User = "wechat.user";

    /// <summary>The tag with the result of a step.</summary>
    public const string Result = "wechat.result";

    /// <summary>Gets the source.</summary>
    public ActivitySource Source { get; } = new(TransformsTelemetry.ActivitySourceName);

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();
}

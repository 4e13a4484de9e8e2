using System.Diagnostics;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>A push on its way in: first as WeChat sent it, then verified, opened and turned into JSON.</summary>
/// <remarks>It holds nothing of the HTTP request that brought it, so it outlives that request when the backend is slower than the deadline.</remarks>
public sealed partial class MessageContext
{
    private const int Open = 0;
    private const int Answered = 1;
    private const int CutOff = 2;

    private int _decision = Open;
    private WeChatService? _service;

    /// <summary>Initializes a new instance of the <see cref="MessageContext"/> class for a push, of which only the callback is known yet.</summary>
    internal MessageContext(Callback callback, PushQuery query, ReadOnlyMemory<byte> body, long receivedAt)
    {
        Callback = callback;
        Query = query;
        Body = body;
        ReceivedAt = receivedAt;
    }

    /// <summary>Initializes a new instance of the <see cref="MessageContext"/> class for a message whose service is known.</summary>
    internal MessageContext(WeChatService service, PushQuery query, ReadOnlyMemory<byte> body, long receivedAt)
        : this(service.Callback, query, body, receivedAt)
        => _service = service;

    /// <summary>Gets the callback that the push came by.</summary>
    public Callback Callback { get; }

    /// <summary>Gets the service that the message is for.</summary>
    /// <exception cref="InvalidOperationException">The message is not opened yet, so its service is not known.</exception>
    public WeChatService Service
    {
        get => _service ?? throw new InvalidOperationException($"A message by callback '{Callback.Name}' has no service before it is opened.");
        internal set => _service = value;
    }

    /// <summary>Gets the AppId in the path of the push, where its route has the segment <c>{appid}</c>. Nobody has signed it.</summary>
    internal string? RouteAppId { get; init; }

    /// <summary>Gets or sets the message. Transforms of a host see, and may change, the JSON object that goes to the backend, UTF-8.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>Gets the data format in which WeChat sent the message.</summary>
    public MessageFormat Format { get; internal set; }

    /// <summary>Gets the account that the message is for (<c>gh_…</c>).</summary>
    public string ToUserName => Head.ToUserName;

    /// <summary>Gets the openid of the user that the message is from.</summary>
    public string FromUserName => Head.FromUserName;

    /// <summary>Gets the type of the message: <c>text</c>, <c>image</c>, …, or <c>event</c>.</summary>
    public string MsgType => Head.MsgType;

    /// <summary>Gets the event's name when <see cref="MsgType"/> is <c>event</c>; else empty.</summary>
    public string Event => Head.Event;

    /// <summary>Gets what identifies the message through all its deliveries: WeChat's <c>MsgId</c>, or a digest for messages that have none.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>Gets or sets the key that all deliveries of the message share; see <c>MessageIdentity</c>.</summary>
    internal UInt128 Key { get; set; }

    /// <summary>Gets the token that is cancelled when the client of the push hangs up.</summary>
    internal CancellationToken ClientAborted { get; init; }

    /// <summary>Gets or sets the digest of the message as it came; <see langword="null"/> while nobody asked.</summary>
    internal UInt128? BodyDigest { get; set; }

    internal MessageHead Head { get; set; } = MessageHead.Unknown;

    internal PushQuery Query { get; }

    /// <summary>Gets a value indicating whether this is WeChat's check of the server URL, which carries no message.</summary>
    internal bool IsVerification { get; init; }

    /// <summary>Gets or sets the ciphertext of an encrypted push, base64 as it stands in the body.</summary>
    internal ReadOnlyMemory<byte> Ciphertext { get; set; }

    /// <summary>Gets or sets the data format of an encrypted push around its ciphertext; the sealed reply gets the same.</summary>
    internal MessageFormat Envelope { get; set; }

    /// <summary>Gets or sets the key that opened the push; the reply is sealed with the same.</summary>
    internal EncodingAesKey? OpenedWith { get; set; }

    /// <summary>Gets or sets the token that the push was signed with; the reply is signed with the same.</summary>
    internal CallbackToken? SignedWith { get; set; }

    /// <summary>Gets the moment of arrival, a timestamp of the <see cref="TimeProvider"/>.</summary>
    internal long ReceivedAt { get; }

    /// <summary>Gets the <c>traceparent</c> for the backend, where HttpClient does not write it.</summary>
    internal string? TraceParent { get; init; }

    /// <summary>Gets the name of the route on which the message came in.</summary>
    internal string Route { get; init; } = "";

    /// <summary>Gets or sets a value indicating whether a retry, or another replica, delivers the reply, so that it is not sent late.</summary>
    internal bool IsHandedOver { get; set; }

    /// <summary>Gets or sets how the push ended, where that is not plain from its reply.</summary>
    internal PushOutcome? Outcome { get; set; }

    /// <summary>Gets where the spans of the message's steps come from; none where nobody looks.</summary>
    internal PushSpans? Spans { get; init; }

    /// <summary>Gets or sets how often the backend was called for the message.</summary>
    internal int Attempts { get; set; }

    /// <summary>Gets or sets how long the backend took, all calls together; <see langword="null"/> while it was not called or has not answered.</summary>
    internal TimeSpan? BackendTook { get; set; }

    /// <summary>Gets a value indicating whether WeChat waits for an object in answer, and must not get <c>success</c> in its place.</summary>
    internal bool WantsAnswer => AnsweredEvents.WantAnswer(Head);

    /// <summary>Gets the reply for WeChat while nothing is known of the backend's answer.</summary>
    internal Reply Unanswered => WantsAnswer ? RetryReply.Instance : Reply.Success;

    /// <summary>Gets a value indicating whether WeChat was answered before the backend was done.</summary>
    internal bool IsCutOff => Volatile.Read(ref _decision) == CutOff;

    /// <summary>Returns a top-level field of the message as text, or <see langword="null"/> when it is absent or not a text or number.</summary>
    /// <exception cref="JsonException">The body is not a JSON object.</exception>
    public string? GetString(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var json = new Utf8JsonReader(Body.Span);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = json.ValueTextEquals(name);
            json.Read();
            if (isIt)
            {
                return json.TokenType switch
                {
                    JsonTokenType.String => json.GetString(),
                    JsonTokenType.Number => Encoding.UTF8.GetString(json.ValueSpan),
                    _ => null,
                };
            }

            json.Skip();
        }

        return null;
    }

    /// <summary>Begins the span of a step; <see langword="null"/> while nobody listens.</summary>
    internal Activity? StartSpan(string name) => Spans?.Source.StartActivity(name);

    /// <summary>Decides that the reply is in time, once; returns <see langword="false"/> when WeChat was answered already.</summary>
    internal bool TryAnswerInTime() => Interlocked.CompareExchange(ref _decision, Answered, Open) == Open;

    /// <summary>Decides that the deadline came first, once; returns <see langword="false"/> when the reply is on its way.</summary>
    internal bool TryCutOff() => Interlocked.CompareExchange(ref _decision, CutOff, Open) == Open;
}

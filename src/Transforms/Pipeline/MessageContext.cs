using System.Diagnostics;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>One message in the pipeline: first as WeChat sent it, then verified, decrypted and converted to JSON.</summary>
/// <remarks>
/// The context refers to nothing of the push's HTTP request.
/// So the context outlives that request when the backend is slower than the deadline.
/// </remarks>
public sealed partial class MessageContext
{
    private const int Open = 0;
    private const int Answered = 1;
    private const int CutOff = 2;

    private int _decision = Open;
    private WeChatService? _service;
    private TimeSpan? _deadline;
    private Halves _key;
    private Halves _bodyDigest;
    private bool _hasBodyDigest;

    /// <summary>Initializes a new instance of the <see cref="MessageContext"/> class for a push whose service is not known yet.</summary>
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

    /// <summary>Gets the callback that received the push.</summary>
    public Callback Callback { get; }

    /// <summary>Gets the service that the message is for.</summary>
    /// <exception cref="InvalidOperationException">The message is not decrypted yet, so its service is not known.</exception>
    public WeChatService Service
    {
        get => _service
            ?? throw new InvalidOperationException($"A message of callback '{Callback.Name}' has no service before it is decrypted.");
        internal set => _service = value;
    }

    /// <summary>Gets the AppId in the path of the push, when the route has the segment <c>{appid}</c>. WeChat does not sign it.</summary>
    internal string? RouteAppId { get; init; }

    /// <summary>Gets or sets where the message goes; <see langword="null"/> for the cluster of its route.</summary>
    public MessageTarget? Target { get; set; }

    /// <summary>
    /// Gets or sets how long WeChat waits for the reply. A gate may set it, for each delivery of the message; later it has no effect.
    /// </summary>
    /// <value>The default is the service's <c>Reply:Deadline</c>.</value>
    public TimeSpan Deadline
    {
        get => _deadline ?? Service.Reply.Deadline;
        set => _deadline = value;
    }

    /// <summary>
    /// Gets a value indicating whether the gateway sent the message itself to test a service. A host changes and sends nothing for it.
    /// </summary>
    public bool IsTest => Test is not null;

    /// <summary>Gets how many fields at the top of the body are WeChat's own; the gateway's come behind them.</summary>
    /// <value>0 when nobody knows, as for an authorization event.</value>
    public int OwnFields => Head.OwnFields;

    /// <summary>Gets the data format in which WeChat sent the message.</summary>
    public MessageFormat Format { get; internal set; }

    /// <summary>Gets the original id (<c>gh_…</c>) of the account that the message is for; empty when the message has none.</summary>
    public string ToUserName => Head.ToUserName;

    /// <summary>Gets the openid of the user who sent the message; empty when the message has none.</summary>
    public string FromUserName => Head.FromUserName;

    /// <summary>Gets the type of the message: <c>text</c>, <c>image</c>, …, or <c>event</c>.</summary>
    public string MsgType => Head.MsgType;

    /// <summary>Gets the name of the event when <see cref="MsgType"/> is <c>event</c>; else empty.</summary>
    public string Event => Head.Event;

    /// <summary>Gets the id that all deliveries of the message share: WeChat's <c>MsgId</c>, or a digest when there is none.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>Gets or sets the ledger's key of the message, the same for all its deliveries; see <c>MessageIdentity</c>.</summary>
    internal UInt128 Key
    {
        get => _key;
        set => _key = value;
    }

    /// <summary>Gets the token that is cancelled when WeChat closes the push's connection.</summary>
    internal CancellationToken ClientAborted { get; init; }

    /// <summary>
    /// Gets or sets the digest of the message as WeChat sent it; <see langword="null"/> until <c>MessageIdentity</c> computes it.
    /// </summary>
    internal UInt128? BodyDigest
    {
        get => _hasBodyDigest ? _bodyDigest : null;
        set => (_hasBodyDigest, _bodyDigest) = (value.HasValue, value.GetValueOrDefault());
    }

    internal MessageHead Head { get; set; } = MessageHead.Unknown;

    internal PushQuery Query { get; }

    /// <summary>Gets a value indicating whether the host knows who sent the push, so that it needs no signature.</summary>
    internal bool IsTrusted { get; init; }

    /// <summary>Gets a value indicating whether this is WeChat's check of the server URL, which carries no message.</summary>
    internal bool IsVerification { get; init; }

    /// <summary>Gets or sets the base64 ciphertext of an encrypted push.</summary>
    internal ReadOnlyMemory<byte> Ciphertext { get; set; }

    /// <summary>Gets or sets the data format of the envelope around the ciphertext. The sealed reply gets the same format.</summary>
    internal MessageFormat Envelope { get; set; }

    /// <summary>Gets or sets the key that decrypted the push. The reply is encrypted with the same key.</summary>
    internal EncodingAesKey? OpenedWith { get; set; }

    /// <summary>Gets or sets the token that the push was signed with. The reply is signed with the same token.</summary>
    internal CallbackToken? SignedWith { get; set; }

    /// <summary>Gets the time of arrival as a timestamp of the <see cref="TimeProvider"/>.</summary>
    internal long ReceivedAt { get; }

    /// <summary>Gets the <c>traceparent</c> header for the backend; <see langword="null"/> when HttpClient writes it.</summary>
    internal string? TraceParent { get; init; }

    /// <summary>Gets the test that the message is of; <see langword="null"/> for a message of WeChat's.</summary>
    internal TestRun? Test { get; init; }

    /// <summary>Gets the name of the YARP route that received the message.</summary>
    internal string Route { get; init; } = "";

    /// <summary>Gets or sets the state of a push that may stay unanswered; <see langword="null"/> for all others.</summary>
    internal OpenPush? OpenPush { get; set; }

    /// <summary>Gets or sets a value indicating whether this delivery has the message's lease in the ledger and owes it a reply.</summary>
    internal bool IsLed { get; set; }

    /// <summary>Gets or sets a value indicating whether another delivery sends the reply, so that this one must not send it late.</summary>
    internal bool IsHandedOver { get; set; }

    /// <summary>Gets a value indicating whether the service is known.</summary>
    internal bool HasService => _service is not null;

    /// <summary>Gets or sets the kind of the reply; <see langword="null"/> before there is one.</summary>
    internal string? ReplyKind { get; set; }

    /// <summary>Gets or sets the outcome of the push, where its reply does not tell the outcome.</summary>
    internal PushOutcome? Outcome { get; set; }

    /// <summary>Gets the source of the message's spans; <see langword="null"/> when the push is not traced.</summary>
    internal PushSpans? Spans { get; init; }

    /// <summary>Gets the notes of the push's steps; <see langword="null"/> when nobody reads them.</summary>
    internal PushSteps? Steps { get; init; }

    /// <summary>Gets or sets the number of backend calls for the message.</summary>
    internal int Attempts { get; set; }

    /// <summary>Gets or sets the total time of all backend calls; <see langword="null"/> until the first one ends.</summary>
    internal TimeSpan? BackendTook { get; set; }

    /// <summary>Gets a value indicating whether WeChat waits for an object. WeChat must not get <c>success</c> in its place.</summary>
    internal bool WantsAnswer => AnsweredEvents.WantAnswer(Head);

    /// <summary>Gets the reply that WeChat gets when the backend has not answered.</summary>
    internal Reply Unanswered => WantsAnswer ? RetryReply.Instance : Reply.Success;

    /// <summary>Gets a value indicating whether the deadline passed, and WeChat was answered, before the backend answered.</summary>
    internal bool IsCutOff => Volatile.Read(ref _decision) == CutOff;

    /// <summary>
    /// Returns a top-level field of the message as text; <see langword="null"/> when it is missing, or no text and no number.
    /// </summary>
    /// <param name="name">The name of the field, case-sensitive.</param>
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

    /// <summary>Starts the span of a step; returns <see langword="null"/> when no listener records it.</summary>
    internal Activity? StartSpan(string name) => Spans?.Source.StartActivity(name);

    /// <summary>Marks the reply as in time. Returns <see langword="false"/> when the deadline was first and has answered WeChat.</summary>
    internal bool TryAnswerInTime() => Interlocked.CompareExchange(ref _decision, Answered, Open) == Open;

    /// <summary>Marks the deadline as passed. Returns <see langword="false"/> when the reply was first and is being sent.</summary>
    internal bool TryCutOff() => Interlocked.CompareExchange(ref _decision, CutOff, Open) == Open;
}

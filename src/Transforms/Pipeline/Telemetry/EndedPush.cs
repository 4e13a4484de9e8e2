namespace WxYarpGateway.Transforms.Pipeline.Telemetry;

/// <summary>A push whose answer is decided.</summary>
/// <remarks>It keeps the whole message: what is read later, read of <see cref="Keep"/>. At the deadline the backend may still be at work.
/// </remarks>
public readonly struct EndedPush
{
    private readonly MessageContext _message;

    internal EndedPush(MessageContext message, PushOutcome outcome, DateTimeOffset receivedAt, TimeSpan duration, string? traceId = null)
    {
        _message = message;
        Outcome = outcome;
        ReceivedAt = receivedAt;
        Duration = duration;
        TraceId = traceId ?? "";
    }

    /// <summary>Gets the outcome.</summary>
    public PushOutcome Outcome { get; }

    /// <summary>Gets the time of its arrival.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>Gets the time from its arrival to the answer.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Gets the id of the trace that has the push, 32 hex digits; empty when no trace of it is kept.</summary>
    public string TraceId { get; }

    /// <summary>Gets the name of the service.</summary>
    public string Service => _message.Service.ShownName;

    /// <summary>Gets the AppId of the account that the message is for.</summary>
    public string AppId => _message.Service.Account.AppId.Value;

    /// <summary>Gets the message's type.</summary>
    public string MsgType => _message.MsgType;

    /// <summary>Gets the event's name; empty for a user's message.</summary>
    public string Event => _message.Event;

    /// <summary>Gets the id that all deliveries of the message share.</summary>
    public string MessageId => _message.Id;

    /// <summary>Gets the number of backend calls.</summary>
    public int Attempts => _message.Attempts;

    /// <summary>
    /// Gets the kind of the reply, such as <c>text</c>; <c>success</c> when the user sees nothing, and empty for no answer.
    /// </summary>
    public string Reply => _message.ReplyKind ?? "";

    /// <summary>Gets the test that the push is of; <see langword="null"/> for a push of WeChat's.</summary>
    public TestRun? Test => _message.Test;

    /// <summary>Gets the size of the body in bytes.</summary>
    public int BodyLength => _message.Body.Length;

    /// <summary>Returns what costs time to read, to be read when the push is over.</summary>
    public KeptPush Keep() => new(_message);

    /// <summary>Returns a state that a host's transform keeps with the message, or <see langword="null"/>.</summary>
    /// <typeparam name="T">The type of the state.</typeparam>
    public T? GetState<T>()
        where T : class
        => _message.GetState<T>();
}

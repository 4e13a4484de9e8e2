using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>The state that this room keeps of one message. The message's own thread and the deadline's thread may use it at once.</summary>
internal sealed class MessageKeeping
{
    private static readonly object Ended = new();

    private readonly MessageContext _message;
    private ReadOnlyMemory<byte> _acquiredBody;
    private bool _isAcquired;
    private bool _hasReachedBackend;
    private object? _steps;

    private MessageKeeping(MessageContext message)
    {
        _message = message;
    }

    /// <summary>
    /// Gets a value indicating whether this delivery has the message's lease in the ledger, so that the backend gets the message from it.
    /// </summary>
    public bool IsAcquired => Volatile.Read(ref _isAcquired);

    /// <summary>Gets the body as the backend gets it; while transforms still change it, a copy of the body before them.</summary>
    public ReadOnlyMemory<byte> Body => Volatile.Read(ref _hasReachedBackend) ? _message.Body : MessageContext.CopyJson(_acquiredBody);

    /// <summary>Gets or sets a value indicating whether no backend took the message and the queue keeps it for a redelivery.</summary>
    public bool IsKept { get; set; }

    /// <summary>Gets the steps that keep the message; <see langword="null"/> while it needed none.</summary>
    public KeepingSteps? Steps => Volatile.Read(ref _steps) as KeepingSteps;

    /// <summary>Returns the state of a message, and adds it when there is none.</summary>
    public static MessageKeeping Of(MessageContext message)
        => message.GetState<MessageKeeping>() ?? message.GetOrAddState(new MessageKeeping(message));

    /// <summary>Returns whether this delivery has the message's lease, without adding a state.</summary>
    public static bool HasAcquired(MessageContext message) => message.GetState<MessageKeeping>() is { IsAcquired: true };

    /// <summary>Records that this delivery has the message's lease.</summary>
    public void Acquire()
    {
        _acquiredBody = _message.Body;
        Volatile.Write(ref _isAcquired, true);
    }

    /// <summary>Records that all transforms have changed the message.</summary>
    public void ReachBackend() => Volatile.Write(ref _hasReachedBackend, true);

    /// <summary>
    /// Begins the steps, once; returns those that the message has from now on, or <see langword="null"/> when it ended without any.
    /// </summary>
    public KeepingSteps? Begin(KeepingSteps steps) => (Interlocked.CompareExchange(ref _steps, steps, null) ?? steps) as KeepingSteps;

    /// <summary>Records that the message ended, unless steps have begun; returns those steps.</summary>
    public KeepingSteps? End() => Interlocked.CompareExchange(ref _steps, Ended, null) as KeepingSteps;
}

namespace WxYarpGateway.Transforms.Pipeline;

/// <content>What it takes to keep the message, should no backend take it.</content>
public sealed partial class MessageContext
{
    private UInt128 _identity;
    private ReadOnlyMemory<byte> _claimedBody;
    private bool _isClaimed;
    private bool _hasReachedBackend;
    private object? _custody;

    /// <summary>Gets what makes the message the same in all its deliveries; <see langword="null"/> unless this delivery is the one that the backend gets.</summary>
    internal UInt128? Identity => Volatile.Read(ref _isClaimed) ? _identity : null;

    /// <summary>Gets or sets what makes the message the same in all its deliveries, also in those that the backend does not get.</summary>
    internal UInt128 Key { get; set; }

    /// <summary>Gets the body as the backend is to see it, or, while transforms still work on it, as it was before them: the deadline may look at any moment.</summary>
    internal ReadOnlyMemory<byte> BodyToKeep => Volatile.Read(ref _hasReachedBackend) ? Body : _claimedBody;

    /// <summary>Says that this delivery is the one that the backend gets.</summary>
    internal void Claim(UInt128 identity)
    {
        _identity = identity;
        _claimedBody = Body;
        Volatile.Write(ref _isClaimed, true);
    }

    /// <summary>Says that all transforms have done their part to the message.</summary>
    internal void ReachBackend() => Volatile.Write(ref _hasReachedBackend, true);

    /// <summary>Gets who keeps the message from being lost.</summary>
    internal object? Custody => Volatile.Read(ref _custody);

    /// <summary>Gets or sets a value indicating whether no backend took the message, and it will be delivered again.</summary>
    internal bool IsKept { get; set; }

    /// <summary>Sets, once, who keeps the message from being lost; returns who did so before, or <see langword="null"/>.</summary>
    internal object? TrySetCustody(object custody) => Interlocked.CompareExchange(ref _custody, custody, null);
}

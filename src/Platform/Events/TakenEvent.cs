namespace WxYarpGateway.Platform.Events;

/// <summary>An event that this replica may work on until its lease ends.</summary>
/// <param name="Id">Its id in the inbox.</param>
/// <param name="Event">The event.</param>
/// <param name="Attempts">How often it was taken, this time included.</param>
/// <param name="HeldUntil">When the lease ends; whoever gives the event back names it.</param>
public sealed record TakenEvent(Guid Id, InboxEvent Event, int Attempts, DateTimeOffset HeldUntil)
{
    /// <summary>Gets why the event cannot be read; <see langword="null"/> when it can. Then its body is empty.</summary>
    public string? Unreadable { get; init; }

    /// <summary>
    /// Gets a value indicating whether somebody has worked on it before and given it back. Whoever only took it may have died at once.
    /// </summary>
    public bool WasWorkedOn { get; init; }

    /// <summary>Returns what sort of event it is.</summary>
    public override string ToString() => Event.ToString();
}

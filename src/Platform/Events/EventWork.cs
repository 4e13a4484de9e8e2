namespace WxYarpGateway.Platform.Events;

/// <summary>How a piece of work on an event ended.</summary>
/// <param name="Kind">How.</param>
/// <param name="Why">What went wrong, as a sentence without secrets; empty for nothing.</param>
internal readonly record struct EventWork(EventWorkKind Kind, string Why = "")
{
    /// <summary>Gets the end of an event that was done, or that has no effect any more.</summary>
    public static EventWork Done { get; } = new(EventWorkKind.Done);

    /// <summary>Returns the end of an event that is tried again.</summary>
    public static EventWork Retry(string why) => new(EventWorkKind.Retry, why);

    /// <summary>Returns the end of an event that can never be done.</summary>
    public static EventWork GiveUp(string why) => new(EventWorkKind.GiveUp, why);
}

/// <summary>How a piece of work on an event ended.</summary>
internal enum EventWorkKind
{
    /// <summary>It was done, or has no effect any more.</summary>
    Done,

    /// <summary>It is tried again.</summary>
    Retry,

    /// <summary>It can never be done.</summary>
    GiveUp,
}

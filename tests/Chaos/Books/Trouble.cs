namespace WxYarpGateway.Chaos.Books;

/// <summary>A span of time in which something was wrong.</summary>
internal sealed class Trouble(Journal journal, TroubleKind kind, int target, TimeSpan from, TimeSpan to)
{
    public TroubleKind Kind { get; } = kind;

    public int Target { get; } = target;

    public TimeSpan From { get; } = from;

    /// <summary>Gets the end; while it lasts, the end of time.</summary>
    public TimeSpan To { get; private set; } = to;

    /// <summary>Gets the moment by which it was done: a kill takes its time on a busy machine.</summary>
    public TimeSpan Done { get; private set; } = TimeSpan.MaxValue;

    public void IsDone() => Done = journal.Now;

    public void End() => To = journal.Now;

    public bool Touches(TimeSpan from, TimeSpan to, TimeSpan aftermath)
        => From <= to && (To == TimeSpan.MaxValue || To + aftermath >= from);

    public override string ToString() => Target > 0 ? $"{Kind} {Target}" : Kind.ToString();
}

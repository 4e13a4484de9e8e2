using WxYarpGateway.Chaos.Books;

namespace WxYarpGateway.Chaos.Audits;

/// <summary>When the store could not keep its part of a promise.</summary>
internal sealed class StoreTroubles(Journal journal)
{
    // Three seconds until it is asked again (its guard leaves it alone for two, a silent one for one), a reconnect, and a heartbeat of each
    // replica.
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(6);

    // A gateway gives the store half a second; that it, or the gateway, takes half of it to answer nothing at all is told by MachineWatch.
    private static readonly TimeSpan TooLate = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AftermathOfLateness = TimeSpan.FromSeconds(3);

    /// <summary>Returns in words what the store's trouble was in a span of time; <see langword="null"/> when it had none.</summary>
    public string? Lay(TimeSpan from, TimeSpan to)
        => journal.Had(TroubleKind.StoreAway, from, to, Aftermath) ? "the store was away"
            : journal.Had(TroubleKind.StoreEmptied, from, to) ? "the store was emptied"
            : WasLate(from, to) ? "the store was late, on a machine too busy"
            : null;

    private bool WasLate(TimeSpan from, TimeSpan to)
        => journal.Troubles.Any(trouble => trouble.Kind == TroubleKind.MachineBusy
            && trouble.To - trouble.From > TooLate && trouble.Touches(from, to, AftermathOfLateness));
}

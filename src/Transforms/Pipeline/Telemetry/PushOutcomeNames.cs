namespace WxYarpGateway.Transforms.Pipeline.Telemetry;

/// <summary>What outcomes are called, and which of them are refusals.</summary>
internal static class PushOutcomeNames
{
    private static readonly string[] Names = Enum.GetNames<PushOutcome>();

    /// <summary>Returns the name in metrics, traces and logs, without making a new text each time.</summary>
    public static string Name(this PushOutcome outcome) => Names[(int)outcome];

    /// <summary>Returns whether the push was turned away, so that nothing in it is believed.</summary>
    public static bool IsRefusal(this PushOutcome outcome)
        => outcome is PushOutcome.Forged or PushOutcome.Stale or PushOutcome.Malformed or PushOutcome.TooLarge or PushOutcome.Abandoned
            or PushOutcome.Misrouted or PushOutcome.UnlistedIp or PushOutcome.Limited;
}

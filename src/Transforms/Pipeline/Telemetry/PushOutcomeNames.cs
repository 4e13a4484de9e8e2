namespace WxYarpGateway.Transforms.Pipeline.Telemetry;

/// <summary>Names outcomes, and knows which of them are refusals.</summary>
internal static class PushOutcomeNames
{
    private static readonly string[] Names = Enum.GetNames<PushOutcome>();

    /// <summary>Returns the name in metrics, traces and logs, without allocating.</summary>
    public static string Name(this PushOutcome outcome) => Names[(int)outcome];

    /// <summary>Returns whether the push was refused, so that its content is not trusted.</summary>
    public static bool IsRefusal(this PushOutcome outcome)
        => outcome is PushOutcome.Forged or PushOutcome.Stale or PushOutcome.Malformed or PushOutcome.TooLarge or PushOutcome.Abandoned
            or PushOutcome.Misrouted or PushOutcome.UnlistedIp or PushOutcome.Limited;
}

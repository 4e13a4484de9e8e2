namespace WxYarpGateway.Transforms.Pipeline.Telemetry;

/// <summary>One step of a push. The steps follow each other without a gap, so their times add up to that of the push.</summary>
/// <param name="Name">
/// Its name: <c>received</c>, <c>checked</c>, <c>routed</c>, <c>user_info</c>, <c>backend</c> for each call, or <c>replied</c>.
/// </param>
/// <param name="At">When it began, counted from the arrival of the push.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Detail">How it ended. It has nothing of the message and of its user.</param>
public readonly record struct PushStep(string Name, TimeSpan At, TimeSpan Took, string Detail);

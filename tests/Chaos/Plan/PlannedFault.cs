using System.Globalization;

namespace WxYarpGateway.Chaos.Plan;

/// <summary>One fault of a plan.</summary>
/// <param name="At">When it begins, from the start of the faults; later if another fault still has hold of the same thing.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Target">Which replica, backend or account, from 1; 0 when there is only one.</param>
/// <param name="Lasts">How long until it is undone; zero when there is nothing to undo.</param>
/// <param name="Draw">A number for whatever else the fault has to choose.</param>
internal sealed record PlannedFault(TimeSpan At, FaultKind Kind, int Target, TimeSpan Lasts, int Draw)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{At.TotalSeconds,6:0.0} s  {Kind}{(Target > 0 ? $" {Target}" : "")}{(Lasts > TimeSpan.Zero ? $" for {Lasts.TotalSeconds:0.0} " +
            $"s" : "")}");
}

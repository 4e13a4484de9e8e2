using System.Text;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.ReleaseChecks;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>The text that <c>release-check</c> prints: a line for each step, and the verdict of all.</summary>
internal sealed record ReleaseReport(SimulatedPlatform Platform, IReadOnlyList<ReleaseStep> Steps)
{
    private int Failed => Steps.Count(step => step.Verdict == StepVerdict.Failed);

    public override string ToString()
    {
        var report = new StringBuilder();
        report.AppendLine($"Release check of {Platform.AppId}");
        report.AppendLine($"  events to {Platform.EventUrl}");
        report.AppendLine($"  messages to {Platform.MessageUrl?.OriginalString}");
        report.AppendLine();
        foreach (var step in Steps)
        {
            report.AppendLine($"  {WordOf(step.Verdict)}   {step.Name,-6}   {step.AppId}   {step.Detail}");
        }

        report.AppendLine();
        report.Append(Failed == 0
            ? "WeChat would release the platform."
            : $"WeChat would not release the platform: {Failed} steps failed.");
        return report.ToString();
    }

    // An optional step that failed does not count: today's page no longer lists it.
    private static string WordOf(StepVerdict verdict) => verdict switch
    {
        StepVerdict.Passed => "ok  ",
        StepVerdict.Failed => "FAIL",
        _ => "(no)",
    };
}

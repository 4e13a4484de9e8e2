using System.Globalization;
using WxYarpGateway.Console.Gateways.Records;

namespace WxYarpGateway.Console.Pages.Records;

/// <summary>One step of a timeline as it is drawn.</summary>
/// <param name="Step">The step.</param>
/// <param name="Left">Where its bar begins, in percent.</param>
/// <param name="Width">How long its bar is, in percent.</param>
internal sealed record TimelineStep(PushStep Step, double Left, double Width)
{
    // A gateway writes at most a dozen.
    private const int Most = 32;
    private const double Thinnest = 0.5;

    /// <summary>Gets the style of the bar.</summary>
    public string Style => string.Create(CultureInfo.InvariantCulture, $"left:{Left:0.##}%;width:{Width:0.##}%");

    /// <summary>Lays the steps of a record out.</summary>
    public static IReadOnlyList<TimelineStep> Of(PushRecord record)
    {
        var steps = record.Steps.Take(Most)
            .Select(step => step with { AtMs = Sane(step.AtMs), TookMs = Sane(step.TookMs) })
            .ToList();
        var all = Math.Max(steps.Count == 0 ? 0 : steps.Max(step => step.AtMs + step.TookMs), 0.01);
        return [.. steps.Select(step =>
        {
            var left = Math.Min(step.AtMs / all * 100, 100 - Thinnest);
            return new TimelineStep(step, left, Math.Clamp(step.TookMs / all * 100, Thinnest, 100 - left));
        })];
    }

    private static double Sane(double time) => double.IsFinite(time) ? Math.Clamp(time, 0, 86_400_000) : 0;
}

using System.Diagnostics.Metrics;
using System.Text.Json;
using WxYarpGateway.Platform.Releases.Orders;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Platform.Releases;

/// <summary>Counts the steps of releases, and shows how their mini programs stand.</summary>
internal sealed class ReleaseMetrics
{
    /// <summary>The results of a step that WeChat answered with no errcode, or did not answer.</summary>
    public const string Done = "done";
    public const string Waits = "waits";
    public const string Rejected = "rejected";
    public const string Skipped = "skipped";
    public const string Unanswered = "unanswered";

    private readonly Counter<long> _steps;
    private volatile IReadOnlyDictionary<string, ReleaseCount> _counts = new Dictionary<string, ReleaseCount>();

    public ReleaseMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(PlatformMeter.Name);
        _steps = meter.CreateCounter<long>(
            "wxgateway.releases.steps", "{step}", "Steps of mini programs in releases, by step and result.");
        meter.CreateObservableGauge(
            "wxgateway.releases.programs", ShowPrograms, "{program}", "Mini programs of releases that are not at an end, by state.");
        meter.CreateObservableGauge(
            "wxgateway.releases.paused", ShowPaused, "{release}", "Releases that are paused: somebody has to resume or cancel them.");
    }

    /// <summary>Sets the gauges, by platform.</summary>
    public void Show(IReadOnlyDictionary<string, ReleaseCount> counts) => _counts = counts;

    /// <summary>Counts a step.</summary>
    /// <param name="service">The platform.</param>
    /// <param name="order">The order.</param>
    /// <param name="before">The mini program before the step.</param>
    /// <param name="after">The mini program after it.</param>
    public void Ran(string service, ReleaseOrder order, ReleaseItem before, ReleaseItem after)
    {
        if (StepOf(order, before, after) is { } step)
        {
            _steps.Add(1, new("service", service), new("step", step), new KeyValuePair<string, object?>("result", ResultOf(before, after)));
        }
    }

    // Where a mini program only goes on from one state to the next, WeChat is not called.
    private static string? StepOf(ReleaseOrder order, ReleaseItem before, ReleaseItem after) => before.State switch
    {
        ItemState.Queued when order.Steps is [> ReleaseStep.Release and var single] => NameOf(single),
        ItemState.Queued or ItemState.Approved => after.IsEnded ? NameOf(order.Steps[0]) : null,
        ItemState.Committing => NameOf(ReleaseStep.Commit),
        ItemState.Checking => NameOf(ReleaseStep.Check),
        ItemState.Submitting => NameOf(ReleaseStep.Submit),
        ItemState.Auditing => "audit",
        ItemState.Releasing => NameOf(ReleaseStep.Release),
        _ => null,
    };

    private static string ResultOf(ReleaseItem before, ReleaseItem after) => after switch
    {
        { State: ItemState.Skipped } => Skipped,
        { State: ItemState.Rejected } => Rejected,
        { ErrorCode: { } code } when !after.IsEnded || after.State == ItemState.Failed => NameOf(ErrorCodes.Classify(code)),
        { State: ItemState.Failed } => Unanswered,
        _ when after.Progress.Failures > before.Progress.Failures => Unanswered,
        _ => after.State == before.State && !after.IsEnded ? Waits : Done,
    };

    private static string NameOf(ErrorClass error) => error switch
    {
        ErrorClass.TokenRejected => "token_rejected",
        ErrorClass.Configuration => "configuration",
        ErrorClass.Throttled => "throttled",
        ErrorClass.Busy => "busy",
        ErrorClass.Permission => "permission",
        ErrorClass.UserAuthorization => "user_authorization",
        _ => "other",
    };

    private static string NameOf(ReleaseStep step) => JsonNamingPolicy.SnakeCaseLower.ConvertName(step.ToString());

    private IEnumerable<Measurement<int>> ShowPrograms()
        => _counts.SelectMany(platform => platform.Value.Programs.Select(count => new Measurement<int>(
            count.Value,
            new KeyValuePair<string, object?>("service", platform.Key),
            new KeyValuePair<string, object?>("state", count.Key.ToString().ToLowerInvariant()))));

    private IEnumerable<Measurement<int>> ShowPaused()
        => _counts.Select(platform => new Measurement<int>(
            platform.Value.Paused, new KeyValuePair<string, object?>("service", platform.Key)));
}

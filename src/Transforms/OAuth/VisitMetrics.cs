using System.Diagnostics.Metrics;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Counts visits by what came of their codes.</summary>
internal sealed class VisitMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _exchanges = meters.Create(TransformsTelemetry.MeterName)
        .CreateCounter<long>("wxgateway.oauth.exchanges", "{visit}", "Visits of browsers that came back from WeChat, by service and result.");

    /// <summary>Counts a visit.</summary>
    public void Count(string service, VisitResult result) => _exchanges.Add(1, new("service", service), new("result", NameOf(result)));

    private static string NameOf(VisitResult result) => result switch
    {
        VisitResult.Exchanged => "exchanged",
        VisitResult.Denied => "denied",
        VisitResult.Forged => "forged",
        VisitResult.Refused => "refused",
        VisitResult.Abandoned => "abandoned",
        _ => "failed",
    };
}

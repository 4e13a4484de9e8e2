using System.Diagnostics.Metrics;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Counts OAuth redirects by the results of their codes.</summary>
internal sealed class RedirectMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _exchanges = meters.Create(TransformsTelemetry.MeterName).CreateCounter<long>(
        "wxgateway.oauth.exchanges", "{redirect}", "OAuth redirects that came back from WeChat, by service and result.");

    /// <summary>Counts a redirect.</summary>
    public void Count(string service, RedirectResult result) => _exchanges.Add(1, new("service", service), new("result", NameOf(result)));

    private static string NameOf(RedirectResult result) => result switch
    {
        RedirectResult.Exchanged => "exchanged",
        RedirectResult.Denied => "denied",
        RedirectResult.Forged => "forged",
        RedirectResult.Refused => "refused",
        RedirectResult.Abandoned => "abandoned",
        _ => "failed",
    };
}

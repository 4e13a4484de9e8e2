using System.Diagnostics.Metrics;
using WxYarpGateway.MiniPrograms.Logins;

namespace WxYarpGateway.MiniPrograms.Notices;

/// <summary>Counts notices by service and what became of them.</summary>
internal sealed class NoticeMetrics
{
    private readonly Counter<long> _notices;
    private readonly Counter<long> _retired;

    public NoticeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(LoginMetrics.MeterName);
        _notices = meter.CreateCounter<long>(
            "wxgateway.login.notices", "{notice}", "Notices of mini programs, by service and result: ordered, sent, postponed, failed.");
        _retired = meter.CreateCounter<long>(
            "wxgateway.login.notices.retired_fields", "{field}", "Fields of template messages in orders, which are ignored, by service.");
    }

    public void Ordered(string service) => Count(service, "ordered");

    public void Sent(string service) => Count(service, "sent");

    public void Postponed(string service) => Count(service, "postponed");

    public void Failed(string service) => Count(service, "failed");

    /// <summary>Counts fields that are ignored.</summary>
    public void Ignored(string service, int fields)
    {
        if (fields > 0)
        {
            _retired.Add(fields, new KeyValuePair<string, object?>("service", service));
        }
    }

    private void Count(string service, string result) => _notices.Add(1, new("service", service), new("result", result));
}

using System.Diagnostics.Metrics;
using System.Globalization;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.MiniPrograms.Logins;

/// <summary>Counts logins by service and result.</summary>
internal sealed class LoginMetrics(IMeterFactory meters)
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "WxYarpGateway.MiniPrograms";

    private readonly Counter<long> _logins = meters.Create(MeterName)
        .CreateCounter<long>("wxgateway.login.logins", "{login}", "Logins of mini programs' users, by service and result.");

    /// <summary>Counts a login.</summary>
    public void LoggedIn(string service) => Count(service, "done");

    /// <summary>Counts a login that WeChat refused, or did not answer.</summary>
    public void Failed(string service, WeChatError error)
        => Count(service, error.ErrorCode is { } code ? code.ToString(CultureInfo.InvariantCulture) : "unanswered");

    private void Count(string service, string result) => _logins.Add(1, new("service", service), new("result", result));
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.Gateway.Access.Limits;

/// <summary>Counts and tells of what is refused because it is too much.</summary>
internal sealed partial class LimitMetrics(IMeterFactory meters, TimeProvider clock, ILogger<LimitMetrics> logger)
{
    /// <summary>The service is asked for more than it takes.</summary>
    public const string Service = "service";

    /// <summary>One account in a platform's care is asked for more than it takes.</summary>
    public const string Authorizer = "authorizer";

    /// <summary>The client asks for more than it may.</summary>
    public const string Client = "client";

    private readonly Counter<long> _refused = meters.Create(GatewayMeter.Name)
        .CreateCounter<long>(
            "wxgateway.limits.refused", "{request}", "Requests refused because there were too many, by service and reason.");

    // One for each service of the configuration.
    private readonly ConcurrentDictionary<(string Service, string Reason), RepeatedWarning> _warnings = new();
    private readonly RepeatedWarning _unknownProxy = new(clock);

    /// <summary>Counts a refused request, and writes a line about it if none was written for a minute.</summary>
    public void Refused(string service, string reason, System.Net.IPAddress? client)
    {
        _refused.Add(1, new("service", service), new("reason", reason));
        if (_warnings.GetOrAdd((service, reason), static (_, clock) => new RepeatedWarning(clock), clock).IsDue(out var leftOut))
        {
            Log.Refused(logger, service, reason, client, leftOut);
        }
    }

    /// <summary>Writes of a proxy that the configuration does not name, if nothing was written for a minute.</summary>
    public void FoundUnknownProxy(System.Net.IPAddress proxy)
    {
        if (_unknownProxy.IsDue(out var leftOut))
        {
            Log.UnknownProxy(logger, proxy, leftOut);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "There are more requests to service '{Service}' than its limit per '{Reason}' lets through; answering 429, just now to "
            + "'{Client}'. Such warnings left out since the last: '{LeftOut}'.",
            EventName = "Refused")]
        public static partial void Refused(ILogger logger, string service, string reason, System.Net.IPAddress? client, long leftOut);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "A proxy at '{Proxy}' is not in Gateway:KnownProxies, so its clients cannot be told apart; not limiting them. Such "
            + "warnings left out since the last: '{LeftOut}'.",
            EventName = "UnknownProxy")]
        public static partial void UnknownProxy(ILogger logger, System.Net.IPAddress proxy, long leftOut);
    }
}

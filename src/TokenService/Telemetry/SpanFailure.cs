using System.Diagnostics;

namespace WxYarpGateway.TokenService.Telemetry;

/// <summary>How a span says that its work failed.</summary>
internal static class SpanFailure
{
    private const string Tag = "error.type";

    /// <summary>Marks the span as failed; the reason is one of a few words of ours, and never what somebody sent.</summary>
    public static void Fail(this Activity? span, string reason)
    {
        span?.SetStatus(ActivityStatusCode.Error, reason);
        span?.SetTag(Tag, reason);
    }
}

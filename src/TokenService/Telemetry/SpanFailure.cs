using System.Diagnostics;

namespace WxYarpGateway.TokenService.Telemetry;

/// <summary>How a span says that its work failed.</summary>
public static class SpanFailure
{
    private const string Tag = "error.type";

    /// <summary>Marks the span as failed; the reason is one of a few words of ours, and never what somebody sent.</summary>
    /// <param name="span">The span; <see langword="null"/> when nobody records it.</param>
    /// <param name="reason">The reason, which becomes the tag <c>error.type</c>.</param>
    public static void Fail(this Activity? span, string reason)
    {
        span?.SetStatus(ActivityStatusCode.Error, reason);
        span?.SetTag(Tag, reason);
    }
}

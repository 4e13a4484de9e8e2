namespace WxYarpGateway.Transforms;

/// <summary>The names to which a host subscribes for metrics and traces of pushes.</summary>
public static class TransformsTelemetry
{
    /// <summary>
    /// The name of the meter, with <c>wxgateway.messages.…</c>, <c>wxgateway.backends.duration</c>, <c>wxgateway.replies.late</c> and
    /// others.
    /// </summary>
    public const string MeterName = "WxYarpGateway.Transforms";

    /// <summary>The name of the activity source, with a span for each step of a push.</summary>
    public const string ActivitySourceName = "WxYarpGateway.Transforms";
}

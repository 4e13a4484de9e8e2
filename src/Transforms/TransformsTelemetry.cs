namespace WxYarpGateway.Transforms;

/// <summary>Names what a host subscribes to in order to see pushes.</summary>
public static class TransformsTelemetry
{
    /// <summary>The name of the meter with <c>wxgateway.messages.…</c>, <c>wxgateway.backends.duration</c>, <c>wxgateway.replies.late</c> and others.</summary>
    public const string MeterName = "WxYarpGateway.Transforms";

    /// <summary>The name of the source of spans: one for each step of a push.</summary>
    public const string ActivitySourceName = "WxYarpGateway.Transforms";
}

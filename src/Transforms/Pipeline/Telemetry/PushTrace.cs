using System.Diagnostics;

namespace WxYarpGateway.Transforms.Pipeline.Telemetry;

/// <summary>The trace that a push is part of: the host's where it traces, else one of the push's own, so that its log line and its backend still name the same.</summary>
/// <remarks>An <see cref="Activity"/> that nobody listens to would cost several times as much, and HttpClient one more.</remarks>
internal readonly struct PushTrace
{
    private readonly string? _own;

    private PushTrace(string own)
    {
        _own = own;
    }

    /// <summary>Begins the trace of a push.</summary>
    public static PushTrace Begin() => Activity.Current is null ? new PushTrace(ActivityTraceId.CreateRandom().ToHexString()) : default;

    /// <summary>Gets the trace's id, 32 hex digits.</summary>
    public string Id => _own ?? Activity.Current?.TraceId.ToHexString() ?? "";

    /// <summary>Gets the <c>traceparent</c> that a backend is to get: of a trace that is not recorded. <see langword="null"/> where the host traces, since HttpClient then writes it.</summary>
    /// <remarks>Source of the format: W3C Trace Context, "traceparent Header".</remarks>
    public string? Parent => _own is null ? null : $"00-{_own}-{ActivitySpanId.CreateRandom().ToHexString()}-00";
}

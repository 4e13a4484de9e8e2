using System.Diagnostics;

namespace WxYarpGateway.Transforms.Pipeline.Telemetry;

/// <summary>The trace id of a push: the host's, or a new one when the host does not trace.</summary>
/// <remarks>
/// Even without tracing, the push's log line and the backend get the same trace id.
/// Starting an <see cref="Activity"/> for this would cost several times as much, here and in HttpClient.
/// </remarks>
internal readonly struct PushTrace
{
    private readonly string? _own;

    private PushTrace(string own)
    {
        _own = own;
    }

    /// <summary>Starts the trace of a push.</summary>
    public static PushTrace Begin() => Activity.Current is null ? new PushTrace(ActivityTraceId.CreateRandom().ToHexString()) : default;

    /// <summary>Gets the trace id, 32 hex digits.</summary>
    public string Id => _own ?? Activity.Current?.TraceId.ToHexString() ?? "";

    /// <summary>
    /// Gets the <c>traceparent</c> header for the backend, with the sampled flag off.
    /// <see langword="null"/> when the host traces, because HttpClient then writes the header.
    /// </summary>
    /// <remarks>Source of the format: W3C Trace Context, "traceparent Header".</remarks>
    public string? Parent => _own is null ? null : $"00-{_own}-{ActivitySpanId.CreateRandom().ToHexString()}-00";
}

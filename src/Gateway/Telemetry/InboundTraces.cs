using System.Diagnostics;

namespace WxYarpGateway.Gateway.Telemetry;

/// <summary>Decides whose traces are continued: those of backends, on the internal listener.</summary>
/// <remarks>Anybody can send the public listener a <c>traceparent</c>. See docs/adr/0009-traces.md.</remarks>
internal sealed class InboundTraces(DistributedContextPropagator inner) : DistributedContextPropagator
{
    // Flows from a connection to its requests. It is set on internal connections only, so that public ones cost nothing.
    private readonly AsyncLocal<bool> _isTrusted = new();

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Fields => inner.Fields;

    /// <summary>Has the traces of what comes in by the connection that is being served continued.</summary>
    public void Trust() => _isTrusted.Value = true;

    /// <inheritdoc/>
    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
        => inner.Inject(activity, carrier, setter);

    /// <inheritdoc/>
    public override void ExtractTraceIdAndState(
        object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        traceId = null;
        traceState = null;
        if (_isTrusted.Value)
        {
            inner.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter)
        => _isTrusted.Value ? inner.ExtractBaggage(carrier, getter) : null;
}

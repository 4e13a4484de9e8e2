using System.Diagnostics.Tracing;

namespace WxYarpGateway.Gateway.Telemetry;

/// <summary>Hears of what the SDK could not send or read; it tells so in events only, which nobody would see.</summary>
internal sealed class ExportFailures : EventListener
{
    private const string ExporterSource = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private readonly Action<string>? _tell;

    public ExportFailures(Action<string> tell)
    {
        _tell = tell;

        // The base class announces the sources that there are before this is set.
        foreach (var source in EventSource.GetSources())
        {
            Listen(source);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource) => Listen(eventSource);

    /// <summary>Tells of an event by its name: what it carries may quote addresses with keys in them.</summary>
    protected override void OnEventWritten(EventWrittenEventArgs eventData) => _tell?.Invoke(eventData.EventName ?? "");

    private void Listen(EventSource source)
    {
        if (_tell is not null && source.Name == ExporterSource)
        {
            EnableEvents(source, EventLevel.Warning);
        }
    }
}

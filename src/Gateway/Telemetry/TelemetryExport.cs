using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.Gateway.Telemetry;

/// <summary>Says what is sent, warns when it cannot be sent, and sends what is left after the last late reply.</summary>
internal sealed partial class TelemetryExport(
    OtlpSignals signals,
    TracerProvider traces,
    MeterProvider metrics,
    LoggerProvider logs,
    TimeProvider clock,
    ILogger<TelemetryExport> logger)
    : IHostedLifecycleService, IDisposable
{
    // A collector that does not answer must not hold up a roll-out, nor use up the time that Kubernetes gives.
    private static readonly TimeSpan FlushWithin = TimeSpan.FromSeconds(3);

    private readonly RepeatedWarning _notSent = new(clock);
    private ExportFailures? _failures;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _failures = new ExportFailures(Warn);
        Log.Sending(logger, signals);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what is left, within its own bound: the host's time may be used up by then.</summary>
    /// <remarks>Disposed of one after the other by the container, the three would take five seconds each at worst.</remarks>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        var bound = (int)FlushWithin.TotalMilliseconds;
        var flushed = Task.WhenAll(
            Task.Run(() => traces.Shutdown(bound), CancellationToken.None),
            Task.Run(() => metrics.Shutdown(bound), CancellationToken.None),
            Task.Run(() => logs.Shutdown(bound), CancellationToken.None));
        await ((Task)flushed).WaitAsync(FlushWithin, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!flushed.IsCompletedSuccessfully)
        {
            Log.NotFlushed(logger, FlushWithin);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _failures?.Dispose();

    private void Warn(string failure)
    {
        if (_notSent.IsDue(out var leftOut))
        {
            Log.NotSent(logger, failure, leftOut);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Telemetry is sent by OTLP: '{Signals}'.", EventName = "Sending")]
        public static partial void Sending(ILogger logger, OtlpSignals signals);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Telemetry could not be sent: '{Failure}'. Is OTEL_EXPORTER_OTLP_ENDPOINT right, and the collector up? "
            + "Such warnings left out since the last: '{LeftOut}'.",
            EventName = "NotSent")]
        public static partial void NotSent(ILogger logger, string failure, long leftOut);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "The telemetry that was left could not be sent within '{Bound}'; the gateway stops without it.",
            EventName = "NotFlushed")]
        public static partial void NotFlushed(ILogger logger, TimeSpan bound);
    }
}

using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.Gateway.Telemetry;

/// <summary>Has telemetry sent from before the first request until after the last late reply.</summary>
internal sealed partial class TelemetryExport(TelemetrySdk sdk, TimeProvider clock, ILogger<TelemetryExport> logger) : IHostedLifecycleService, IDisposable
{
    // A collector that does not answer must not hold up a roll-out, nor run into Kubernetes' timeout.
    private static readonly TimeSpan FlushWithin = TimeSpan.FromSeconds(3);

    private readonly RepeatedWarning _notSent = new(clock);
    private ExportFailures? _failures;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _failures = new ExportFailures(Warn);
        sdk.Start();
        Log.Sending(logger, sdk.Signals);
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

    /// <summary>Sends what is left, within its own bound: the host's timeout may be used up by then.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        var flushed = Task.Run(sdk.Dispose, CancellationToken.None);
        await flushed.WaitAsync(FlushWithin, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
        [LoggerMessage(1, LogLevel.Information, "By OTLP leave: '{Signals}'.", EventName = "Sending")]
        public static partial void Sending(ILogger logger, OtlpSignals signals);

        [LoggerMessage(2, LogLevel.Warning, "Telemetry could not be sent: '{Failure}'. Is OTEL_EXPORTER_OTLP_ENDPOINT right, and the collector up? Such warnings left out since the last: '{LeftOut}'.", EventName = "NotSent")]
        public static partial void NotSent(ILogger logger, string failure, long leftOut);

        [LoggerMessage(3, LogLevel.Warning, "What telemetry was left could not be sent within '{Bound}'; stopping without it.", EventName = "NotFlushed")]
        public static partial void NotFlushed(ILogger logger, TimeSpan bound);
    }
}

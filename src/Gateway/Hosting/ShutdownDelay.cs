using System.Runtime.InteropServices;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>
/// Delays the shutdown: the gateway still takes pushes while load balancers notice that it is not ready.
/// </summary>
/// <remarks>The host asks for it before it stops its server. <c>/health/ready</c> says 503 from the first moment.</remarks>
internal sealed partial class ShutdownDelay(
    GatewaySettings settings, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<ShutdownDelay> logger)
    : IHostedLifecycleService
{
    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends the delay, if it lasts.</summary>
    public void Cut() => _cut.TrySetResult();

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A gateway that never listened has no clients.
        if (!lifetime.ApplicationStarted.IsCancellationRequested)
        {
            return;
        }

        // A signal has done so already. A host that is stopped by code would do so only after the delay.
        lifetime.StopApplication();
        var delay = settings.Options.ShutdownDelay;
        if (delay > TimeSpan.Zero)
        {
            Log.Waiting(logger, delay);
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, CutBy);
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, CutBy);
            await _cut.Task.WaitAsync(delay, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Log.Closing(logger);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void CutBy(PosixSignalContext signal)
    {
        // Otherwise the process ends at once.
        signal.Cancel = true;
        Cut();
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "Shutdown requested. Reporting not ready; closing listeners in '{Delay}'. A second signal stops at once.",
            EventName = "Waiting")]
        public static partial void Waiting(ILogger logger, TimeSpan delay);

        [LoggerMessage(2, LogLevel.Information, "Closing the listeners; requests under way are finished.", EventName = "Closing")]
        public static partial void Closing(ILogger logger);
    }
}

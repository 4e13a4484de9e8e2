using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.TokenService;

/// <summary>
/// Keeps work in the background going: what nobody foresaw ends one round of it, and not the gateway. The host stops the whole process when
/// a background service fails, and pushes must not end because, say, a notice cannot be read.
/// </summary>
public static partial class SteadyWork
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Does the work until it ends of itself or the host stops; begins it anew five seconds after a failure.</summary>
    /// <param name="work">The work.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Gets an error at each failure, at most one a minute. Its category tells which work failed.</param>
    /// <param name="stoppingToken">Is cancelled when the host stops.</param>
    public static async Task RunAsync(
        Func<CancellationToken, Task> work, TimeProvider clock, ILogger logger, CancellationToken stoppingToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var failed = new RepeatedWarning(clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await work(stoppingToken);
                return;
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (failed.IsDue(out var leftOut))
                {
                    Log.Failed(logger, exception, Pause, leftOut);
                }
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "This work in the background failed unexpectedly; it goes on in '{Pause}'. Such errors left out since the last: '{LeftOut}'.",
            EventName = "WorkFailed")]
        public static partial void Failed(ILogger logger, Exception exception, TimeSpan pause, long leftOut);
    }
}

using WxYarpGateway.Console.Access.Audits;
using WxYarpGateway.Console.Access.Links;
using WxYarpGateway.Console.Access.Lockouts;
using WxYarpGateway.Console.Access.Sessions;

namespace WxYarpGateway.Console.Access;

/// <summary>Removes what is over, once an hour.</summary>
internal sealed partial class AccessUpkeep(
    ConsoleSessions sessions, Attempts attempts, OneTimeLinks links, AuditStore audits, TimeProvider clock, ILogger<AccessUpkeep> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await sessions.RemoveOldAsync(stoppingToken);
                await attempts.RemoveOldAsync(stoppingToken);
                await links.RemoveOldAsync(stoppingToken);
                await audits.RemoveOldAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.Failed(logger, exception.Message, Pause);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Old sessions and entries cannot be removed ({Problem}); the next try is in '{Pause}'.",
            EventName = "Failed")]
        public static partial void Failed(ILogger logger, string problem, TimeSpan pause);
    }
}

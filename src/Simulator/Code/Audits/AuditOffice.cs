using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Code.Audits;

/// <summary>Ends audits when they are due or when a script says so, and pushes their events.</summary>
internal sealed class AuditOffice(
    CodeBook book,
    AccountBook accounts,
    PlatformBook platforms,
    Func<string, PushedMessage, PushOptions, CancellationToken, Task<PushResult>> pushAsync,
    LaterPushes later,
    TimeProvider clock)
{
    /// <summary>Begins to wait for the end of an audit whose duration is set; others wait for <see cref="DecideAsync"/>.</summary>
    public void Begin(SimulatedAccount account, long auditId)
    {
        if (account.Code.AuditAfter is not { } duration)
        {
            return;
        }

        later.Run(account.AppId, async cancellationToken =>
        {
            var program = book.Of(account.AppId);
            for (var left = duration; left > TimeSpan.Zero; left = program.UntilPlanned(auditId))
            {
                // Timers count whole milliseconds, and may fire before the clock says that the time has come.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), clock, cancellationToken);
            }

            if (program.EndedAsPlanned(auditId) && program.FindAudit(auditId) is { } audit)
            {
                await PushAsync(account, audit, cancellationToken);
            }
        });
    }

    /// <summary>Decides the audit under way and pushes the event; null when the event is lost or has no URL to go to.</summary>
    /// <exception cref="ArgumentException">No audit is under way.</exception>
    public async Task<PushResult?> DecideAsync(string appId, AuditVerdict verdict, bool isSilent, CancellationToken cancellationToken)
    {
        var account = accounts.Find(appId);
        var audit = book.Of(appId).Decide(verdict)
            ?? throw new ArgumentException($"The mini program '{appId}' has no audit under way.", nameof(appId));
        return isSilent ? null : await PushAsync(account, audit, cancellationToken);
    }

    // The event goes to the platform that submitted the code, whatever server the mini program has itself.
    private async Task<PushResult?> PushAsync(SimulatedAccount account, AuditReport audit, CancellationToken cancellationToken)
    {
        var hasUrl = platforms.TryFind(audit.Platform, out var platform) && platform.Settings.MessageUrl is not null;
        return hasUrl && !account.Code.LosesAuditEvents
            ? await pushAsync(account.AppId, EventOf(audit), new PushOptions { Platform = audit.Platform }, cancellationToken)
            : null;
    }

    private PushedMessage EventOf(AuditReport audit)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return audit.Status switch
        {
            AuditStatus.Approved => PushedMessage.Event("weapp_audit_success").With("SuccTime", now),
            AuditStatus.Rejected => PushedMessage.Event("weapp_audit_fail")
                .With("Reason", audit.Reason)
                .With("FailTime", now)
                .With("ScreenShot", audit.Screenshots),
            _ => PushedMessage.Event("weapp_audit_delay").With("Reason", audit.Reason).With("DelayTime", now),
        };
    }
}

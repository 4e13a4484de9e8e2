using System.Diagnostics;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>Serves tokens from memory and has each renewed once, however many callers there are.</summary>
internal sealed partial class AccessTokenService(
    TokenSlots slots, TokenRenewal tokenRenewal, TokenMetrics metrics, TokenSpans spans, TimeProvider timeProvider, ILogger<AccessTokenService> logger)
    : ITokenService, IDisposable
{
    // How long a refused token that cannot be replaced is not tried again: WeChat may give a new one out any time.
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopping = new();

    public ValueTask<TokenResult> GetAsync(Account account, TokenKind kind, CancellationToken cancellationToken)
    {
        if (account.AppSecret.IsEmpty)
        {
            return ValueTask.FromResult<TokenResult>(NoSecret(account, kind));
        }

        var slot = slots.For(account, kind);
        var now = timeProvider.GetTimestamp();
        slot.Use(now);
        if (slot.Held is not { } held || !held.IsServable(now))
        {
            return RenewForAsync(slot, cancellationToken);
        }

        if (held.IsDue(now))
        {
            RenewAhead(slot);
        }

        return ValueTask.FromResult(held.Result);
    }

    public async ValueTask<TokenResult> ReplaceAsync(Account account, string rejected, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(rejected);
        if (account.AppSecret.IsEmpty)
        {
            return NoSecret(account, TokenKind.AccessToken);
        }

        var slot = slots.For(account);
        while (true)
        {
            var now = timeProvider.GetTimestamp();
            slot.Use(now);
            if (slot.Held is { } held && held.IsServable(now) && held.Token.Value != rejected)
            {
                return held.Result;
            }

            if (slot.RefusalOf(rejected) is { } refusal)
            {
                return refusal;
            }

            var renewal = JoinOrBegin(slot, rejected);
            var result = await renewal.Completion.WaitAsync(cancellationToken);

            // A renewal for another reason may have been under way, and may have brought the refused token.
            if (renewal.Rejected == rejected)
            {
                return result;
            }
        }
    }

    /// <summary>Begins a renewal that nobody waits for, when the token is due and asking is worth it; returns when it has ended.</summary>
    public Task RenewAhead(TokenSlot slot)
    {
        var isWorthIt = slot.Held is { } held && held.IsDue(timeProvider.GetTimestamp()) && slot.Backoff.Current() is null;
        return isWorthIt ? JoinOrBegin(slot, rejected: null).Completion : Task.CompletedTask;
    }

    public void Dispose()
    {
        // The container disposes what it hands out under two types twice.
        if (!_stopping.IsCancellationRequested)
        {
            _stopping.Cancel();
            _stopping.Dispose();
        }
    }

    private static WeChatError NoSecret(Account account, TokenKind kind) => new(
        null, ErrorClass.Configuration, $"The service '{account.Service}' has no AppSecret, so WeChat gives it no {kind.Words()}. Set the AppSecret.");

    private async ValueTask<TokenResult> RenewForAsync(TokenSlot slot, CancellationToken cancellationToken)
    {
        var result = slot.Backoff.Current() is { } error
            ? error
            : await JoinOrBegin(slot, rejected: null).Completion.WaitAsync(cancellationToken);

        // Another replica has a newer one, but while that cannot be had, WeChat may still take this one.
        var canServeOld = !result.TryGet(out _, out _) && slot.Held is { } held && held.IsValid(timeProvider.GetTimestamp());
        return canServeOld ? slot.Held!.Result : result;
    }

    private Renewal JoinOrBegin(TokenSlot slot, string? rejected)
    {
        if (slot.TryBegin(rejected, out var renewal))
        {
            _ = RunAsync(slot, renewal, _stopping.Token);
        }

        return renewal;
    }

    // Never fails: what goes wrong is told to those who wait, and to the log.
    private async Task RunAsync(TokenSlot slot, Renewal renewal, CancellationToken cancellationToken)
    {
        // The renewal belongs to all who wait for it; the caller that happens to begin it neither pays for it nor can cancel it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        // In the trace of the caller that began it; of its own when it is renewed ahead.
        using var span = spans.Source.StartActivity(TokenSpans.Renew);
        span?.SetTag(TokenSpans.Service, slot.Account.Service);
        span?.SetTag(TokenSpans.Kind, slot.Kind.Name());
        try
        {
            var outcome = await tokenRenewal.RenewAsync(slot, renewal.Rejected, cancellationToken);
            Remember(slot, renewal, outcome);
            Tell(span, outcome.Result);
            slot.End();
            renewal.Complete(outcome.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            slot.End();
            renewal.Cancel(cancellationToken);
        }
        catch (Exception e)
        {
            Log.Crashed(logger, e, slot.Kind.Words(), slot.Account.Service);
            metrics.Ended(slot, RenewalResult.Failed);
            Tell(span, RenewalResult.Failed);
            slot.Backoff.Fail(new WeChatError(null, ErrorClass.Busy, $"Renewing the {slot.Kind.Words()} failed unexpectedly; the log has the details."));
            slot.End();
            renewal.Fail(e);
        }
    }

    private static void Tell(Activity? span, RenewalResult result)
    {
        var name = TokenMetrics.NameOf(result);
        span?.SetTag(TokenSpans.Result, name);
        if (result is not (RenewalResult.Issued or RenewalResult.Adopted))
        {
            span.Fail(name);
        }
    }

    private void Remember(TokenSlot slot, Renewal renewal, RenewalOutcome outcome)
    {
        metrics.Ended(slot, outcome.Result);
        if (outcome.Token.TryGet(out _, out var error))
        {
            slot.Backoff.Succeed();
            Log.Renewed(logger, slot.Kind.Words(), slot.Account.Service, outcome.Result);
        }
        else if (outcome.Result == RenewalResult.StillRejected)
        {
            // The token is the current one to WeChat: it stays in use, only the caller who named it is told.
            slot.Backoff.Succeed();
            var pause = error.RetryAfter is { } wait && wait < LongestRefusal ? wait : LongestRefusal;
            slot.Refuse(renewal.Rejected!, error, pause);
            Log.StillRejected(logger, slot.Kind.Words(), slot.Account.Service);
        }
        else
        {
            var pause = slot.Backoff.Fail(error);
            Log.NotRenewed(logger, slot.Kind.Words(), slot.Account.Service, error.Message, pause);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The {Kind} of service '{Service}' is renewed ('{Result}').", EventName = "Renewed")]
        public static partial void Renewed(ILogger logger, string kind, string service, RenewalResult result);

        [LoggerMessage(2, LogLevel.Warning, "The {Kind} of service '{Service}' is not renewed: '{Reason}' Asking again in '{Pause}' at the earliest.", EventName = "NotRenewed")]
        public static partial void NotRenewed(ILogger logger, string kind, string service, string reason, TimeSpan pause);

        [LoggerMessage(3, LogLevel.Warning, "WeChat refused the {Kind} of service '{Service}' and gives it out again all the same; going on with it.", EventName = "StillRejected")]
        public static partial void StillRejected(ILogger logger, string kind, string service);

        [LoggerMessage(4, LogLevel.Error, "Renewing the {Kind} of service '{Service}' failed unexpectedly; trying again at the next use.", EventName = "Crashed")]
        public static partial void Crashed(ILogger logger, Exception exception, string kind, string service);
    }
}

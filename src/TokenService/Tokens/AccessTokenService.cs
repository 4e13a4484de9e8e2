using System.Diagnostics;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.TokenService.Tokens.Renewals;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>Serves tokens from memory and has each renewed once, however many callers there are.</summary>
internal sealed partial class AccessTokenService(
    TokenSlots slots,
    TokenRenewal tokenRenewal,
    TokenMetrics metrics,
    TokenSpans spans,
    TimeProvider timeProvider,
    ILogger<AccessTokenService> logger)
    : ITokenService, IDisposable
{
    // How long a refused token that cannot be replaced is not tried again: WeChat may issue a new one at any time.
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromSeconds(30);

    private readonly SingleFlight<TokenSlot, Renewed> _renewals = new();

    public ValueTask<WeChatResult<Token>> GetAsync(Account account, TokenKind kind, CancellationToken cancellationToken)
    {
        if (kind == TokenKind.AccessToken)
        {
            kind = account.OwnKind();
        }
        else if (kind == TokenKind.ComponentToken && account.Component is { } platform)
        {
            account = platform;
        }

        if (HasNoSecret(account))
        {
            return ValueTask.FromResult<WeChatResult<Token>>(NoSecret(account, kind));
        }

        var slot = slots.For(account, kind);
        var now = timeProvider.GetTimestamp();
        slot.Use(now);
        if (slot.Cached is not { } cached || !cached.IsServable(now))
        {
            return RenewForAsync(slot, cancellationToken);
        }

        if (cached.IsDue(now))
        {
            RenewAhead(slot);
        }

        return ValueTask.FromResult(cached.Result);
    }

    public async ValueTask<WeChatResult<Token>> ReplaceAsync(Account account, string rejected, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(rejected);
        if (HasNoSecret(account))
        {
            return NoSecret(account, account.OwnKind());
        }

        var slot = slots.For(account, account.OwnKind());
        while (true)
        {
            var now = timeProvider.GetTimestamp();
            slot.Use(now);
            if (slot.Cached is { } cached && cached.IsServable(now) && cached.Token.Value != rejected)
            {
                return cached.Result;
            }

            if (slot.RefusalOf(rejected) is { } refusal)
            {
                return refusal;
            }

            // A renewal for another reason may be running, and may bring the refused token.
            var renewed = await JoinAsync(slot, rejected).WaitAsync(cancellationToken);
            if (renewed.Rejected == rejected)
            {
                return renewed.Token;
            }
        }
    }

    /// <summary>Starts a renewal that nobody waits for, when the token is due and asking is worth it; returns when it has ended.</summary>
    public Task RenewAhead(TokenSlot slot)
    {
        var isWorthIt = slot.Cached is { } cached && cached.IsDue(timeProvider.GetTimestamp()) && slot.Backoff.Current() is null;
        return isWorthIt ? JoinAsync(slot, rejected: null) : Task.CompletedTask;
    }

    public void Dispose() => _renewals.Dispose();

    // The platform's secret speaks for the accounts in its care.
    private static bool HasNoSecret(Account account) => (account.Component ?? account).AppSecret.IsEmpty;

    private static WeChatError NoSecret(Account account, TokenKind kind) => new(
        null,
        ErrorClass.Configuration,
        $"The service '{account.Service}' has no AppSecret, so WeChat gives it no {kind.Words()}. Set the AppSecret.");

    private async ValueTask<WeChatResult<Token>> RenewForAsync(TokenSlot slot, CancellationToken cancellationToken)
    {
        var result = slot.Backoff.Current() is { } error
            ? error
            : (await JoinAsync(slot, rejected: null).WaitAsync(cancellationToken)).Token;

        // Another replica has a newer token, but while this process cannot get it, WeChat may still take the old one.
        var canServeOld = !result.TryGet(out _, out _) && slot.Cached is { } cached && cached.IsValid(timeProvider.GetTimestamp());
        return canServeOld ? slot.Cached!.Result : result;
    }

    private Task<Renewed> JoinAsync(TokenSlot slot, string? rejected) => _renewals.RunAsync(
        slot,
        (Self: this, Slot: slot, Rejected: rejected),
        static (call, cancellationToken) => call.Self.RenewOnceAsync(call.Slot, call.Rejected, cancellationToken));

    private async Task<Renewed> RenewOnceAsync(TokenSlot slot, string? rejected, CancellationToken cancellationToken)
    {
        // The caller that happens to start the renewal does not pay for it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        // In the trace of the caller that started it; of its own when it is renewed ahead.
        using var span = spans.Source.StartActivity(TokenSpans.Renew);
        span?.SetTag(TokenSpans.Service, slot.Account.Service);
        span?.SetTag(TokenSpans.Kind, slot.Kind.Name());
        try
        {
            var outcome = await tokenRenewal.RenewAsync(slot, rejected, cancellationToken);
            Remember(slot, rejected, outcome);
            Tell(span, outcome.Result);
            return new Renewed(outcome.Token, rejected);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Crashed(logger, e, slot.Kind.Words(), slot.Owner);
            metrics.Ended(slot, RenewalResult.Failed);
            Tell(span, RenewalResult.Failed);
            slot.Backoff.Fail(new WeChatError(
                null, ErrorClass.Busy, $"Renewing the {slot.Kind.Words()} failed unexpectedly; the log has the details."));
            throw;
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

    private void Remember(TokenSlot slot, string? rejected, RenewalOutcome outcome)
    {
        metrics.Ended(slot, outcome.Result);
        if (outcome.Token.TryGet(out _, out var error))
        {
            slot.Backoff.Succeed();
            Log.Renewed(logger, slot.Kind.Words(), slot.Owner, outcome.Result);
        }
        else if (outcome.Result == RenewalResult.StillRejected)
        {
            // The token is the current one to WeChat: it stays in use, only the caller who named it is told.
            slot.Backoff.Succeed();
            var pause = error.RetryAfter is { } wait && wait < LongestRefusal ? wait : LongestRefusal;
            slot.Refuse(rejected!, error, pause);
            Log.StillRejected(logger, slot.Kind.Words(), slot.Owner);
        }
        else
        {
            var pause = slot.Backoff.Fail(error);
            Log.NotRenewed(logger, slot.Kind.Words(), slot.Owner, error.Message, pause);
        }
    }

    /// <summary>A renewal that has ended, and the refused token that it was to replace.</summary>
    private sealed record Renewed(WeChatResult<Token> Token, string? Rejected)
    {
        public override string ToString() => "***";
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "The {Kind} of service '{Service}' is renewed ('{Result}').",
            EventName = "Renewed")]
        public static partial void Renewed(ILogger logger, string kind, string service, RenewalResult result);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The {Kind} of service '{Service}' is not renewed: '{Reason}' Asking again in '{Pause}' at the earliest.",
            EventName = "NotRenewed")]
        public static partial void NotRenewed(ILogger logger, string kind, string service, string reason, TimeSpan pause);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "WeChat refused the {Kind} of service '{Service}' and still issues the same one; using it on.",
            EventName = "StillRejected")]
        public static partial void StillRejected(ILogger logger, string kind, string service);

        [LoggerMessage(
            4,
            LogLevel.Error,
            "Renewing the {Kind} of service '{Service}' failed unexpectedly; trying again at the next use.",
            EventName = "Crashed")]
        public static partial void Crashed(ILogger logger, Exception exception, string kind, string service);
    }
}

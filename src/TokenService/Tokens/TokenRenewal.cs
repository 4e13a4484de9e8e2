using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;
using WxYarpGateway.TokenService.Tokens.Issuers;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>Renews one token so that the whole cluster asks WeChat once: store, lease, store again, issuer, store.</summary>
internal sealed partial class TokenRenewal(
    ITokenStore store,
    ILeases leases,
    TokenIssuers issuers,
    TokenMetrics metrics,
    TimeProvider timeProvider,
    ILogger<TokenRenewal> logger)
{
    // Longer than WeChat is ever waited for (at most 10 s, see WeChatApiOptions.Timeout) and the store calls around it.
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    // WeChat: a replaced token is still taken for 5 minutes.
    private static readonly TimeSpan GraceOfReplacedToken = TimeSpan.FromMinutes(5);

    /// <summary>Renews the slot's token; <paramref name="rejected"/> is one that must not come out again.</summary>
    public async Task<RenewalOutcome> RenewAsync(TokenSlot slot, string? rejected, CancellationToken cancellationToken)
    {
        // Whoever asked for this renewal may have looked just before the last one ended.
        if (IsFresh(slot.Held, rejected))
        {
            return RenewalOutcome.Held(RenewalResult.Adopted, slot.Held);
        }

        try
        {
            return await RenewSharedAsync(slot, rejected, cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            Log.StoreUnavailable(logger, slot.Kind.Words(), slot.Account.Service, e.Message);
            return await RenewAloneAsync(slot, rejected, cancellationToken);
        }
    }

    private async Task<RenewalOutcome> RenewSharedAsync(TokenSlot slot, string? rejected, CancellationToken cancellationToken)
    {
        var startedAt = timeProvider.GetTimestamp();
        var isWaiting = false;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            // Taken before the store is read, so that a change in between is not missed.
            var change = slot.NextChange;
            if (await TryAdoptAsync(slot, rejected, cancellationToken) is { } adopted)
            {
                if (isWaiting)
                {
                    metrics.Waited(slot.Kind, timeProvider.GetElapsedTime(startedAt));
                }

                return adopted;
            }

            if (await leases.TryAcquireAsync(slot.Key.Value, LeaseDuration, cancellationToken) is { } lease)
            {
                metrics.Waited(slot.Kind, timeProvider.GetElapsedTime(startedAt));
                return await RenewUnderLeaseAsync(slot, rejected, lease, cancellationToken);
            }

            if (timeProvider.GetElapsedTime(startedAt) >= LongestWait)
            {
                metrics.Waited(slot.Kind, timeProvider.GetElapsedTime(startedAt));
                return RenewalOutcome.TimedOut(slot.Kind);
            }

            isWaiting = true;
            await WaitAsync(change, pause, cancellationToken);
        }
    }

    private async Task<RenewalOutcome> RenewUnderLeaseAsync(TokenSlot slot, string? rejected, Lease lease, CancellationToken cancellationToken)
    {
        try
        {
            // The last owner may have written between our reading and our taking the lease.
            return await TryAdoptAsync(slot, rejected, cancellationToken) ?? await IssueAsync(slot, rejected, lease, cancellationToken);
        }
        finally
        {
            await ReleaseAsync(slot, lease);
        }
    }

    private async Task<RenewalOutcome> IssueAsync(TokenSlot slot, string? rejected, Lease lease, CancellationToken cancellationToken)
    {
        var issuer = issuers.For(slot.Kind);
        var issue = rejected is null
            ? new Issue(await issuer.IssueAsync(slot.Account, cancellationToken), ForcedRenewals.Interval)
            : await issuer.ReplaceAsync(slot.Account, rejected, slot.Held?.Token.Value == rejected, cancellationToken);
        if (!issue.Result.TryGet(out var token, out var error))
        {
            return RenewalOutcome.Failed(error);
        }

        return token.Value == rejected
            ? RenewalOutcome.StillRejected(slot.Kind, issue.ForcedAgainAfter)
            : await KeepAsync(slot, rejected, lease, token, cancellationToken);
    }

    private async Task<RenewalOutcome> KeepAsync(
        TokenSlot slot, string? rejected, Lease lease, Token token, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.SetAsync(lease, new StoredToken(token.Value, token.Lifetime.Remaining(timeProvider)), cancellationToken))
            {
                return RenewalOutcome.Held(RenewalResult.Issued, slot.Hold(token));
            }

            Log.LeaseLost(logger, slot.Kind.Words(), slot.Account.Service);
            if (await TryAdoptAsync(slot, rejected, cancellationToken) is { } adopted)
            {
                return adopted;
            }
        }
        catch (StoreUnavailableException e)
        {
            Log.NotWritten(logger, slot.Kind.Words(), slot.Account.Service, e.Message);
            return RenewalOutcome.Held(RenewalResult.Issued, slot.Hold(token));
        }

        // The new owner of the lease may be replacing this very token; the store will tell before its grace is over.
        var remaining = token.Lifetime.Remaining(timeProvider);
        var grace = Lifetime.Start(remaining < GraceOfReplacedToken ? remaining : GraceOfReplacedToken, timeProvider);
        return RenewalOutcome.Held(RenewalResult.Issued, slot.Hold(token with { Lifetime = grace }));
    }

    private async Task<RenewalOutcome> RenewAloneAsync(TokenSlot slot, string? rejected, CancellationToken cancellationToken)
    {
        if (rejected is null && slot.Held is { } held && held.IsValid(timeProvider.GetTimestamp()))
        {
            return RenewalOutcome.StoreDown(slot.Kind);
        }

        var issuer = issuers.For(slot.Kind);
        if (!issuer.IsHarmless(slot.Account))
        {
            return RenewalOutcome.ClassicWithoutStore;
        }

        // Every replica gets the same token this way. Forced renewals are counted in the store, so there are none without it.
        var issued = await issuer.IssueAsync(slot.Account, cancellationToken);
        if (!issued.TryGet(out var token, out var error))
        {
            return RenewalOutcome.Failed(error);
        }

        return token.Value == rejected
            ? RenewalOutcome.StillRejected(slot.Kind, ForcedRenewals.Interval)
            : RenewalOutcome.Held(RenewalResult.Issued, slot.Hold(token));
    }

    private async Task<RenewalOutcome?> TryAdoptAsync(TokenSlot slot, string? rejected, CancellationToken cancellationToken)
    {
        // The own copy is due or over; reading it back from the store renews nothing.
        var outdated = slot.Held is { IsSuperseded: false } held ? held.Token.Value : null;
        var readAt = timeProvider.GetTimestamp();
        var stored = await store.GetAsync(slot.Key, cancellationToken);
        if (stored is null || stored.Remaining <= HeldToken.SafetyMargin || stored.Value == rejected || stored.Value == outdated)
        {
            return null;
        }

        var token = new Token(stored.Value, Lifetime.StartedAt(readAt, stored.Remaining));
        return RenewalOutcome.Held(RenewalResult.Adopted, slot.Hold(token));
    }

    private bool IsFresh([NotNullWhen(true)] HeldToken? held, string? rejected)
    {
        var now = timeProvider.GetTimestamp();
        return held is not null && held.IsServable(now) && (rejected is null ? !held.IsDue(now) : held.Token.Value != rejected);
    }

    private async Task WaitAsync(Task change, TimeSpan pause, CancellationToken cancellationToken)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(change, Task.Delay(pause, timeProvider, woken.Token));
        await woken.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task ReleaseAsync(TokenSlot slot, Lease lease)
    {
        try
        {
            // Also when the process is stopping: the others need not wait for the lease to run out.
            await leases.ReleaseAsync(lease, CancellationToken.None);
        }
        catch (StoreUnavailableException e)
        {
            Log.NotReleased(logger, slot.Kind.Words(), slot.Account.Service, e.Message);
        }
    }
}

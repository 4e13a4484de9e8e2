using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;
using WxYarpGateway.TokenService.Tokens.Issuers;

namespace WxYarpGateway.TokenService.Tokens.Renewals;

/// <summary>One account's token of one kind, as all replicas share it.</summary>
/// <param name="slot">What this process remembers of the token.</param>
/// <param name="rejected">A token that WeChat refused and that must not be returned; null for an ordinary renewal.</param>
/// <param name="issuer">Asks WeChat for one.</param>
/// <param name="store">The store.</param>
/// <param name="metrics">Measures the wait for the lease.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class SharedToken(
    TokenSlot slot, string? rejected, ITokenIssuer issuer, IExpiringStore store, TokenMetrics metrics, TimeProvider timeProvider)
    : SharedValue<RenewalOutcome>(slot.Key, slot.Kind.Words(), slot.Owner)
{
    // WeChat: a replaced token is still taken for 5 minutes.
    private static readonly TimeSpan GraceOfReplacedToken = TimeSpan.FromMinutes(5);

    // How long a renewal waits for the code of an account that is authorizing its platform again, before its callers get an error.
    private static readonly TimeSpan LongestAuthorization = TimeSpan.FromSeconds(3);

    private readonly long _generation = slot.Generation;
    private Token? _asked;

    public override Task NextChange => slot.NextChange;

    // The renewal of an authorizer's token may have to renew the platform's first.
    public override TimeSpan LongestWait => IsOfPlatform ? TimeSpan.FromSeconds(12) : base.LongestWait;

    private bool IsOfPlatform => slot.Kind is TokenKind.ComponentToken or TokenKind.AuthorizerToken;

    // A caller of this renewal may have looked just before the last one ended.
    public override RenewalOutcome? FromMemory()
    {
        var now = timeProvider.GetTimestamp();
        return slot.Cached is { } cached
            && cached.IsServable(now)
            && (rejected is null ? !cached.IsDue(now) : cached.Token.Value != rejected)
                ? RenewalOutcome.Cached(RenewalResult.Adopted, cached)
                : null;
    }

    public override async ValueTask<RenewalOutcome?> ReadAsync(CancellationToken cancellationToken)
    {
        if (slot.IsWithdrawn)
        {
            return null;
        }

        // The own copy is due or over; reading it back from the store renews nothing.
        var outdated = slot.Cached is { IsSuperseded: false } cached ? cached.Token.Value : null;
        var readAt = timeProvider.GetTimestamp();
        var stored = await store.GetAsync(Key, cancellationToken);
        if (stored is null || stored.Remaining <= CachedToken.SafetyMargin)
        {
            return null;
        }

        var value = stored.Text;
        return value == rejected || value == outdated
            ? null
            : Take(RenewalResult.Adopted, new Token(value, Lifetime.StartedAt(readAt, stored.Remaining)));
    }

    public override async ValueTask<RenewalOutcome> AskAsync(CancellationToken cancellationToken)
    {
        var issue = rejected is null
            ? new Issue(await issuer.IssueAsync(slot.Account, cancellationToken), ForcedRenewals.Interval)
            : await issuer.ReplaceAsync(slot.Account, rejected, slot.Cached?.Token.Value == rejected, cancellationToken);
        if (!issue.Result.TryGet(out _, out var error) && error.Obstacle == TokenObstacle.BeingAuthorized)
        {
            _asked = null;
            return await PublishedAsync(cancellationToken) ?? Read(issue);
        }

        return Read(issue);
    }

    public override async ValueTask<RenewalOutcome?> WriteAsync(Lease lease, RenewalOutcome asked, CancellationToken cancellationToken)
    {
        if (_asked is not { } token)
        {
            return asked;
        }

        var value = StoredValue.OfText(token.Value, token.Lifetime.Remaining(timeProvider));
        return await store.ReplaceAsync(lease, value, cancellationToken) ? Take(RenewalResult.Issued, token) : null;
    }

    public override RenewalOutcome KeepUnwritten(RenewalOutcome asked) => _asked is { } token ? Take(RenewalResult.Issued, token) : asked;

    public override RenewalOutcome KeepWithoutLease(RenewalOutcome asked)
    {
        if (_asked is not { } token)
        {
            return asked;
        }

        // The new owner of the lease may be replacing this very token; the store will tell before its grace is over.
        var remaining = token.Lifetime.Remaining(timeProvider);
        var grace = Lifetime.Start(remaining < GraceOfReplacedToken ? remaining : GraceOfReplacedToken, timeProvider);
        return Take(RenewalResult.Issued, token with { Lifetime = grace });
    }

    public override async ValueTask<RenewalOutcome> AskAloneAsync(CancellationToken cancellationToken)
    {
        if (rejected is null && slot.Cached is { } cached && cached.IsValid(timeProvider.GetTimestamp()))
        {
            return RenewalOutcome.StoreDown(slot.Kind);
        }

        if (!await issuer.MayAskAloneAsync(slot.Account, cancellationToken))
        {
            return IsOfPlatform ? RenewalOutcome.NotAlone(slot.Kind) : RenewalOutcome.ClassicWithoutStore;
        }

        // Every replica gets the same token this way. Forced renewals are counted in the store, so there are none without it.
        // A platform's are renewed by the one replica that has the database's lock.
        var issue = new Issue(await issuer.IssueAsync(slot.Account, cancellationToken), ForcedRenewals.Interval);
        return KeepUnwritten(Read(issue));
    }

    public override RenewalOutcome TimedOut() => RenewalOutcome.TimedOut(slot.Kind);

    public override void OnWaited(TimeSpan time) => metrics.Waited(slot.Kind, time);

    /// <summary>Waits for the token of a new authorization, which whoever exchanges the code publishes; null when none comes.</summary>
    private async ValueTask<RenewalOutcome?> PublishedAsync(CancellationToken cancellationToken)
    {
        // Taken before looking, so that a change in between is not missed.
        var change = slot.NextChange;
        if ((FromMemory() ?? await ReadAsync(cancellationToken)) is { } published)
        {
            return published;
        }

        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(change, Task.Delay(LongestAuthorization, timeProvider, woken.Token));
        await woken.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return FromMemory() ?? await ReadAsync(cancellationToken);
    }

    private RenewalOutcome Read(Issue issue)
    {
        _asked = null;
        if (!issue.Result.TryGet(out var token, out var error))
        {
            return RenewalOutcome.Failed(error);
        }

        if (token.Value == rejected)
        {
            return RenewalOutcome.StillRejected(slot.Kind, issue.ForcedAgainAfter);
        }

        _asked = token;
        return new RenewalOutcome(RenewalResult.Issued, token);
    }

    // What replaced the token meanwhile is newer than what this renewal brings.
    private RenewalOutcome Take(RenewalResult result, Token token) =>
        slot.Cache(token, _generation) is { } own ? RenewalOutcome.Cached(result, own)
        : slot.Cached is { } newer ? RenewalOutcome.Cached(RenewalResult.Adopted, newer)
        : RenewalOutcome.Withdrawn(slot.Kind);
}

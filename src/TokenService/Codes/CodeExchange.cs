using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>Exchanges one code so that the whole cluster asks WeChat once: store, lease, store again, WeChat, store; then the profile.</summary>
internal sealed partial class CodeExchange(OAuthMemory memory, ILeases leases, OAuthApi api, TimeProvider timeProvider, ILogger<CodeExchange> logger)
{
    // Longer than WeChat is ever waited for (at most 10 s, see WeChatApiOptions.Timeout) and the store calls around it.
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns who came with the code.</summary>
    public async Task<WeChatResult<OAuthUser>> ExchangeAsync(Account account, string code, ProfileFetch fetch, CancellationToken cancellationToken)
    {
        var key = OAuthKey.OfCode(account.AppId, code);
        var outcome = await GrantAsync(account, code, key, cancellationToken);
        if (!outcome.TryGet(out var grant, out var error))
        {
            return error;
        }

        if (grant.Profile is not null || !OAuthGrant.IsProfileWanted(fetch, grant.Scope))
        {
            return grant.ToUser();
        }

        // Without a lease: asking twice for a profile does no harm.
        var profile = await api.GetProfileAsync(account, grant, cancellationToken);
        if (!profile.TryGet(out var json, out var noProfile))
        {
            return grant.ToUser() with { ProfileError = noProfile };
        }

        // The token has done what it was kept for.
        var complete = grant with { Profile = json, AccessToken = "" };
        await memory.RememberAsync(key, complete, cancellationToken);
        return complete.ToUser();
    }

    private async ValueTask<WeChatResult<OAuthGrant>> GrantAsync(Account account, string code, string key, CancellationToken cancellationToken)
    {
        Lease? lease;
        try
        {
            (var known, lease) = await RecallOrLeaseAsync(account, key, cancellationToken);
            if (known is not null)
            {
                return known;
            }
        }
        catch (StoreUnavailableException e)
        {
            // A user waits in front of a page, and most come to one replica only.
            Log.Alone(logger, account.Service, e.Message);
            lease = null;
        }

        try
        {
            return await AskWeChatAsync(account, code, key, cancellationToken);
        }
        finally
        {
            await ReleaseAsync(account, lease);
        }
    }

    /// <summary>Returns what became of the code, or else the lease to find out.</summary>
    private async ValueTask<(WeChatResult<OAuthGrant>? Known, Lease? Lease)> RecallOrLeaseAsync(Account account, string key, CancellationToken cancellationToken)
    {
        var startedAt = timeProvider.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (await memory.RecallAsync(key, cancellationToken) is { } known)
            {
                return (known, null);
            }

            if (await leases.TryAcquireAsync(key, LeaseDuration, cancellationToken) is { } lease)
            {
                // The last owner may have written between our reading and our taking the lease.
                return await RecallUnderLeaseAsync(account, key, lease, cancellationToken) is { } written ? (written, null) : (null, lease);
            }

            if (timeProvider.GetElapsedTime(startedAt) >= LongestWait)
            {
                return (new WeChatError(null, ErrorClass.Busy, "Another replica is exchanging the code and did not finish in time."), null);
            }

            await Task.Delay(pause, timeProvider, cancellationToken);
        }
    }

    private async ValueTask<WeChatResult<OAuthGrant>?> RecallUnderLeaseAsync(Account account, string key, Lease lease, CancellationToken cancellationToken)
    {
        WeChatResult<OAuthGrant>? written = null;
        var isOver = true;
        try
        {
            written = await memory.RecallAsync(key, cancellationToken);
            isOver = written is not null;
            return written;
        }
        finally
        {
            if (isOver)
            {
                await ReleaseAsync(account, lease);
            }
        }
    }

    private async ValueTask<WeChatResult<OAuthGrant>> AskWeChatAsync(Account account, string code, string key, CancellationToken cancellationToken)
    {
        var outcome = await api.ExchangeAsync(account, code, cancellationToken);
        if (outcome.TryGet(out var grant, out var error))
        {
            await memory.RememberAsync(key, grant, cancellationToken);
            return outcome;
        }

        // What is the code's own error stays so; all else may be fixed by the time of a reload.
        return error.Class == ErrorClass.UserAuthorization ? await memory.RememberAsync(key, error, cancellationToken) : outcome;
    }

    private async ValueTask ReleaseAsync(Account account, Lease? lease)
    {
        if (lease is null)
        {
            return;
        }

        try
        {
            // Also when the process is stopping: the others need not wait for the lease to run out.
            await leases.ReleaseAsync(lease, CancellationToken.None);
        }
        catch (StoreUnavailableException e)
        {
            Log.NotReleased(logger, account.Service, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An OAuth code of service '{Service}' is exchanged without the other replicas' knowing: '{Reason}'", EventName = "Alone")]
        public static partial void Alone(ILogger logger, string service, string reason);

        [LoggerMessage(2, LogLevel.Information, "The lease on an OAuth code of service '{Service}' is not given back: '{Reason}' It runs out by itself.", EventName = "NotReleased")]
        public static partial void NotReleased(ILogger logger, string service, string reason);
    }
}

using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Services;
using WxYarpGateway.TokenService.Stores;

namespace WxYarpGateway.TokenService.OAuth;

/// <summary>Has each state of ours used by one user only, on whichever replica that user comes back first.</summary>
internal sealed partial class OAuthStates(IOAuthStore store, TimeProvider timeProvider, ILogger<OAuthStates> logger)
{
    // As long as a browser keeps what it began: after that the state is worth nothing.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly MemoryOAuthStore _own = new(timeProvider);

    /// <summary>Returns whether the user may use the state: nobody has used it, or the same user has, as in a reload.</summary>
    /// <remarks>WeChat sends a browser back twice at times, with one state and two codes; both stand for the same user.</remarks>
    public async ValueTask<bool> TryUseAsync(Account account, string state, string openId, CancellationToken cancellationToken)
    {
        var key = OAuthKey.OfState(account.AppId, state);
        var hash = OAuthKey.Hash(account.AppId, openId);
        var used = await _own.AddAsync(key, hash, Lifetime, cancellationToken);
        if (!used.AsSpan().SequenceEqual(hash))
        {
            return false;
        }

        try
        {
            used = await store.AddAsync(key, hash, Lifetime, cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            Log.Alone(logger, account.Service, e.Message);
        }

        return used.AsSpan().SequenceEqual(hash);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A state of service '{Service}' is used without the other replicas' knowing: '{Reason}'", EventName = "Alone")]
        public static partial void Alone(ILogger logger, string service, string reason);
    }
}

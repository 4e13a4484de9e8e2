using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>Remembers the outcome of codes: in the store for all replicas, and in this process for when the store is away.</summary>
internal sealed partial class OAuthMemory(IExpiringStore store, TimeProvider timeProvider, ILogger<OAuthMemory> logger)
{
    // WeChat: a code is valid for 5 minutes.
    private static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(5);

    // Only grants: errors, which anybody can cause, must not drive them out.
    private readonly ExpiringValues _own = new(timeProvider);

    /// <summary>
    /// Returns the outcome of a code; null when there is none yet. Throws when the store is away and this process has none either.
    /// </summary>
    public async ValueTask<WeChatResult<OAuthGrant>?> RecallAsync(string key, CancellationToken cancellationToken)
    {
        WeChatResult<OAuthGrant>? stored = null;
        StoreUnavailableException? unavailable = null;
        try
        {
            stored = await store.GetAsync(key, cancellationToken) is { } found ? GrantJson.Read(found.Value) : null;
        }
        catch (StoreUnavailableException e)
        {
            unavailable = e;
        }

        if (stored is not null && stored.TryGet(out _, out _))
        {
            return stored;
        }

        // Another replica that was cut off from the store may have asked WeChat in vain; the grant is worth more.
        return _own.Get(key) is { } own ? GrantJson.Read(own.Value)
            : unavailable is null ? stored
            : throw unavailable;
    }

    /// <summary>Remembers a grant, in the place of one that had no profile yet.</summary>
    public async ValueTask RememberAsync(string key, OAuthGrant grant, CancellationToken cancellationToken)
    {
        var value = new StoredValue(GrantJson.Write(grant), ValidFor);
        _own.Set(key, value);
        try
        {
            await store.SetAsync(key, value, cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            Log.NotWritten(logger, e.Message);
        }
    }

    /// <summary>
    /// Remembers an error that makes the code useless. Returns what is remembered then, which is a grant if another replica had one.
    /// </summary>
    public async ValueTask<WeChatResult<OAuthGrant>> RememberAsync(string key, WeChatError error, CancellationToken cancellationToken)
    {
        try
        {
            return GrantJson.Read(await store.AddAsync(key, new StoredValue(GrantJson.Write(error), ValidFor), cancellationToken)) ?? error;
        }
        catch (StoreUnavailableException e)
        {
            Log.NotWritten(logger, e.Message);
            return error;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The outcome of an OAuth code cannot be written to the store: '{Reason}' Only this replica remembers the user.",
            EventName = "NotWritten")]
        public static partial void NotWritten(ILogger logger, string reason);
    }
}

using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>Remembers what became of codes: in the store for all replicas, and in this process for when the store is away.</summary>
internal sealed partial class OAuthMemory(IOAuthStore store, TimeProvider timeProvider, ILogger<OAuthMemory> logger)
{
    // WeChat: a code is good for 5 minutes. After that it is over whoever remembers it.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    // Only grants: errors, which anybody can cause, must not drive them out.
    private readonly MemoryOAuthStore _own = new(timeProvider);

    /// <summary>Returns what became of a code; null when nobody knows. Throws when the store is away and this process does not know either.</summary>
    public async ValueTask<WeChatResult<OAuthGrant>?> RecallAsync(string key, CancellationToken cancellationToken)
    {
        WeChatResult<OAuthGrant>? stored = null;
        StoreUnavailableException? unavailable = null;
        try
        {
            stored = await store.GetAsync(key, cancellationToken) is { } json ? GrantJson.Read(json) : null;
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
        return await _own.GetAsync(key, cancellationToken) is { } own ? GrantJson.Read(own)
            : unavailable is null ? stored
            : throw unavailable;
    }

    /// <summary>Remembers a grant, in the place of one that had no profile yet.</summary>
    public async ValueTask RememberAsync(string key, OAuthGrant grant, CancellationToken cancellationToken)
    {
        var json = GrantJson.Write(grant);
        await _own.SetAsync(key, json, Lifetime, cancellationToken);
        try
        {
            await store.SetAsync(key, json, Lifetime, cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            Log.NotWritten(logger, e.Message);
        }
    }

    /// <summary>Remembers an error that condemns the code; returns what is remembered then, which is a grant if somebody had one.</summary>
    public async ValueTask<WeChatResult<OAuthGrant>> RememberAsync(string key, WeChatError error, CancellationToken cancellationToken)
    {
        try
        {
            return GrantJson.Read(await store.AddAsync(key, GrantJson.Write(error), Lifetime, cancellationToken)) ?? error;
        }
        catch (StoreUnavailableException e)
        {
            Log.NotWritten(logger, e.Message);
            return error;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What became of an OAuth code is not written for the other replicas: '{Reason}' This one remembers whom it let in.", EventName = "NotWritten")]
        public static partial void NotWritten(ILogger logger, string reason);
    }
}

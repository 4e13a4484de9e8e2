using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.TokenService.Store;

/// <summary>The host's distributed cache for callers that can do without it: it never fails them.</summary>
public sealed partial class BestEffortCache
{
    private readonly IDistributedCache _cache;
    private readonly ILogger<BestEffortCache> _logger;
    private readonly RepeatedWarning _failed;

    internal BestEffortCache(IDistributedCache cache, TimeProvider timeProvider, ILogger<BestEffortCache> logger)
    {
        _cache = cache;
        _logger = logger;
        _failed = new RepeatedWarning(timeProvider);
    }

    /// <summary>Returns an entry; null when there is none, or the cache failed, which is logged.</summary>
    /// <param name="key">The entry's key.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await _cache.GetAsync(key, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A host chooses the cache, so it may throw anything.
            WarnOf(exception);
            return null;
        }
    }

    /// <summary>Writes an entry, unless the cache fails, which is logged.</summary>
    /// <param name="key">The entry's key.</param>
    /// <param name="value">The entry.</param>
    /// <param name="lifetime">How long it is kept.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask SetAsync(string key, byte[] value, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        try
        {
            var options = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = lifetime };
            await _cache.SetAsync(key, value, options, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            WarnOf(exception);
        }
    }

    private void WarnOf(Exception exception)
    {
        if (_failed.IsDue(out var leftOut))
        {
            Log.CacheFailed(_logger, exception, leftOut);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The cache failed; asking WeChat instead. Such warnings left out since the last: '{LeftOut}'.",
            EventName = "CacheFailed")]
        public static partial void CacheFailed(ILogger logger, Exception exception, long leftOut);
    }
}

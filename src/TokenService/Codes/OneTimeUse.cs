using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>Lets each id be used once, on whichever replica that is.</summary>
public sealed partial class OneTimeUse
{
    private const int MarkBytes = 16;

    private readonly IExpiringStore _store;
    private readonly ExpiringValues _own;
    private readonly ILogger<OneTimeUse> _logger;

    internal OneTimeUse(IExpiringStore store, TimeProvider timeProvider, ILogger<OneTimeUse> logger)
    {
        _store = store;
        _own = new ExpiringValues(timeProvider);
        _logger = logger;
    }

    /// <summary>Returns whether nobody has used the id before. While the store is away, only this replica's uses are known.</summary>
    /// <param name="purpose">What the id is for: lower-case letters and hyphens.</param>
    /// <param name="id">The id, at most 64 characters of base64url; no secret, since it is part of a key in the store.</param>
    /// <param name="life">How long a use is remembered: at least as long as the id is good.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<bool> TryUseAsync(string purpose, string id, TimeSpan life, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        ArgumentException.ThrowIfNullOrEmpty(id);
        var key = $"once:{purpose}:{id}";
        var use = new StoredValue(RandomNumberGenerator.GetBytes(MarkBytes), life);
        if (!_own.GetOrAdd(key, use).AsSpan().SequenceEqual(use.Value))
        {
            return false;
        }

        try
        {
            return (await _store.AddAsync(key, use, cancellationToken)).AsSpan().SequenceEqual(use.Value);
        }
        catch (StoreUnavailableException e)
        {
            Log.Alone(_logger, purpose, e.Message);
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The use of a one-time id ('{Purpose}') cannot be written to the store: '{Reason}' Only this replica knows of it.",
            EventName = "Alone")]
        public static partial void Alone(ILogger logger, string purpose, string reason);
    }
}

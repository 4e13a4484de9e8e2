using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>Remembers who used a state of ours first, and when, on whichever replica that was.</summary>
/// <remarks>
/// WeChat sends some browsers back twice within seconds, with one state and two codes, and shows the second page. So a state is good for
/// more than one code. After a minute it is good for the same user only: a link with a state that leaked signs nobody in as somebody else.
/// </remarks>
public sealed partial class OAuthStates
{
    // As long as a browser keeps what it began: after that the state is worth nothing.
    private static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(10);

    // A browser that comes back twice does so within seconds; somebody who goes back and chooses another account is about as quick.
    private static readonly TimeSpan OpenToOthers = TimeSpan.FromMinutes(1);

    private readonly IExpiringStore _store;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<OAuthStates> _logger;
    private readonly ExpiringValues _own;

    internal OAuthStates(IExpiringStore store, TimeProvider timeProvider, ILogger<OAuthStates> logger)
    {
        _store = store;
        _timeProvider = timeProvider;
        _logger = logger;
        _own = new ExpiringValues(timeProvider);
    }

    /// <summary>Returns whether the user may use the state: nobody used it, or the same user did, or somebody did a moment ago.</summary>
    /// <param name="account">The account that the browser was sent to WeChat for.</param>
    /// <param name="state">The state that the host made; 10 minutes later it is forgotten.</param>
    /// <param name="openId">The user.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<bool> TryUseAsync(Account account, string state, string openId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        var now = _timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        var key = OAuthKey.OfState(account.AppId, state);
        var use = new byte[sizeof(long) + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(use, now);
        OAuthKey.Hash(account.AppId, openId).CopyTo(use, sizeof(long));
        var value = new StoredValue(use, ValidFor);
        var first = _own.GetOrAdd(key, value);
        if (!MayFollow(first, use, now))
        {
            return false;
        }

        try
        {
            first = await _store.AddAsync(key, value, cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            Log.Alone(_logger, account.Service, e.Message);
        }

        return MayFollow(first, use, now);
    }

    // What others can write to is not believed unread.
    private static bool MayFollow(byte[] first, byte[] use, long now)
        => first.Length == use.Length
            && (first.AsSpan(sizeof(long)).SequenceEqual(use.AsSpan(sizeof(long)))
                || Math.Abs((double)now - BinaryPrimitives.ReadInt64BigEndian(first)) <= OpenToOthers.TotalMilliseconds);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The use of an OAuth state of service '{Service}' cannot be written to the store: '{Reason}' Only this replica knows of it.",
            EventName = "Alone")]
        public static partial void Alone(ILogger logger, string service, string reason);
    }
}

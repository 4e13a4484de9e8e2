using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Codes.Logins;

/// <summary>
/// Remembers for five minutes what each code stood for: in the store for all replicas, sealed since it has the session_key; and here for
/// while the store is away.
/// </summary>
internal sealed partial class LoginMemory(
    IExpiringStore store, ISpillCipher cipher, TimeProvider timeProvider, ILogger<LoginMemory> logger)
{
    // WeChat: a code is valid for 5 minutes.
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    // Only logins: errors, which anybody can cause, must not drive them out.
    private readonly ExpiringValues _own = new(timeProvider);

    /// <summary>Returns where the outcome of a code lies: under its hash, so that a list of the keys reveals none.</summary>
    public static string KeyOf(AppId appId, string code) =>
        "v1:login:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{appId.Value}\n{code}")));

    /// <summary>
    /// Returns the outcome of a code; null when there is none yet. Throws when the store is away and this process has none either.
    /// </summary>
    public async ValueTask<WeChatResult<CodeLogin>?> RecallAsync(string key, CancellationToken cancellationToken)
    {
        WeChatResult<CodeLogin>? stored = null;
        StoreUnavailableException? unavailable = null;
        try
        {
            stored = await store.GetAsync(key, cancellationToken) is { } found ? Open(key, found.Value) : null;
        }
        catch (StoreUnavailableException e)
        {
            unavailable = e;
        }

        if (stored is not null && stored.TryGet(out _, out _))
        {
            return stored;
        }

        // Another replica that was cut off from the store may have asked WeChat in vain; the login is worth more.
        return _own.Get(key) is { } own ? Open(key, own.Value)
            : unavailable is null ? stored
            : throw unavailable;
    }

    /// <summary>Remembers a login, in the place of an error.</summary>
    public async ValueTask RememberAsync(string key, CodeLogin login, CancellationToken cancellationToken)
    {
        var value = new StoredValue(cipher.Seal(LoginJson.Write(login), key), Life);
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
    /// Remembers an error that makes the code useless. Returns what is remembered then, which is a login if another replica had one.
    /// </summary>
    public async ValueTask<WeChatResult<CodeLogin>> RememberAsync(string key, WeChatError error, CancellationToken cancellationToken)
    {
        try
        {
            var value = new StoredValue(cipher.Seal(LoginJson.Write(error), key), Life);
            return Open(key, await store.AddAsync(key, value, cancellationToken)) ?? error;
        }
        catch (StoreUnavailableException e)
        {
            Log.NotWritten(logger, e.Message);
            return error;
        }
    }

    private WeChatResult<CodeLogin>? Open(string key, byte[] value)
        => cipher.Open(value, key) is { } json ? LoginJson.ReadOutcome(json) : null;

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The outcome of a login's code cannot be written to the store: '{Reason}' Only this replica remembers the user.",
            EventName = "NotWritten")]
        public static partial void NotWritten(ILogger logger, string reason);
    }
}

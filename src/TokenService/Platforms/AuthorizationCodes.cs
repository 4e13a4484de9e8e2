using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Codes;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Platforms;

/// <summary>
/// Exchanges each authorization code once, for the event, the browser and all replicas together. The outcome is remembered for 10 minutes.
/// </summary>
public sealed partial class AuthorizationCodes : IDisposable
{
    // WeChat's have about 100 characters; nothing says that they cannot grow.
    private const int LongestCode = 512;

    private readonly SingleFlight<string, WeChatResult<Authorization>> _exchanges = new();
    private readonly SharedFetch _fetch;
    private readonly AuthorizationMemory _memory;
    private readonly AuthorizationExchange _exchange;
    private readonly ILogger<AuthorizationCodes> _logger;

    internal AuthorizationCodes(
        SharedFetch fetch, AuthorizationMemory memory, AuthorizationExchange exchange, ILogger<AuthorizationCodes> logger) =>
        (_fetch, _memory, _exchange, _logger) = (fetch, memory, exchange, logger);

    /// <summary>
    /// Returns what a code stood for. When it returns a success, the vault (or what stands in for it) has the refresh token, and every
    /// replica the access token.
    /// </summary>
    /// <param name="platform">The platform's account.</param>
    /// <param name="code">The <c>AuthorizationCode</c> of an event, or the <c>auth_code</c> of a browser.</param>
    /// <param name="named">
    /// The account that the event named; <see langword="null"/> from a browser. With it, a code that was exchanged in vain (its answer got
    /// lost, or the process was killed) is made good by asking WeChat for the refresh token.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting; the exchange goes on.</param>
    /// <returns>
    /// The authorization; an error of <see cref="ErrorClass.UserAuthorization"/> when the code is useless for good (61009, 61010).
    /// </returns>
    public async ValueTask<WeChatResult<Authorization>> ExchangeAsync(
        Account platform, string code, AppId? named, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(platform);
        if (string.IsNullOrEmpty(code) || code.Length > LongestCode)
        {
            return new WeChatError(
                null, ErrorClass.UserAuthorization, "There is no authorization code, or it is longer than any of WeChat's.");
        }

        return await _exchanges.RunAsync(
            AuthorizationMemory.KeyOf(platform.AppId, code),
            (Self: this, Platform: platform, Code: code, Named: named),
            static (call, stopping) => call.Self.ExchangeOnceAsync(call.Platform, call.Code, call.Named, stopping))
            .WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _exchanges.Dispose();

    // Never fails: an error goes to those who wait, and to the log.
    private async Task<WeChatResult<Authorization>> ExchangeOnceAsync(
        Account platform, string code, AppId? named, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var key = AuthorizationMemory.KeyOf(platform.AppId, code);
            return await _fetch.GetAsync(
                new SharedAuthorization(key, platform, code, named, _memory, _exchange), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new WeChatError(null, ErrorClass.Busy, "The gateway is stopping.");
        }
        catch (Exception e)
        {
            Log.Crashed(_logger, e, platform.Service);
            return new WeChatError(
                null, ErrorClass.Busy, "Exchanging the authorization code failed unexpectedly; the log has the details.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Exchanging an authorization code of platform '{Service}' failed unexpectedly.",
            EventName = "Crashed")]
        public static partial void Crashed(ILogger logger, Exception exception, string service);
    }
}

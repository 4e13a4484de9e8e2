using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Issuers;
using WxYarpGateway.TokenService.Platforms.Spills;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Platforms;

/// <summary>Replaces or withdraws the tokens of an authorizer on all replicas at once, when an event says so.</summary>
public sealed partial class AuthorizerTokens
{
    private static readonly TokenKind[] Kinds = [TokenKind.AuthorizerToken, TokenKind.JsApiTicket, TokenKind.WxCardTicket];

    // What the store did not take: a token to publish, or null for one to remove.
    private readonly ConcurrentDictionary<string, Token?> _pending = new(StringComparer.Ordinal);
    private readonly TokenSlots _slots;
    private readonly IExpiringStore _store;
    private readonly RefreshTokens _refreshTokens;
    private readonly VainAttempts _vain;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<AuthorizerTokens> _logger;

    internal AuthorizerTokens(
        TokenSlots slots,
        IExpiringStore store,
        RefreshTokens refreshTokens,
        VainAttempts vain,
        TimeProvider timeProvider,
        ILogger<AuthorizerTokens> logger) =>
        (_slots, _store, _refreshTokens, _vain, _timeProvider, _logger) = (slots, store, refreshTokens, vain, timeProvider, logger);

    /// <summary>
    /// Drops the access token and the tickets of an account that ended its authorization, from this process, the store and all replicas,
    /// within a second. A renewal that is under way publishes nothing any more.
    /// </summary>
    /// <remarks>
    /// Write the state <see cref="Vault.AuthorizerState.Unauthorized"/> to the vault first: it keeps every replica from asking for a new
    /// token. While the store is away this process drops its own, and removes the store's as soon as it is back.
    /// </remarks>
    /// <param name="authorizer">The account, as <see cref="AuthorizerKey.AccountOf"/> makes it.</param>
    /// <param name="cancellationToken">Gives up waiting for the store; the tokens are dropped here nevertheless.</param>
    public async ValueTask ForgetAsync(Account authorizer, CancellationToken cancellationToken)
    {
        _refreshTokens.Forget(AuthorizerKey.Of(authorizer));
        foreach (var kind in Kinds)
        {
            var slot = _slots.For(authorizer, kind);
            slot.Withdraw();
            await RemoveAsync(slot.Key, cancellationToken);
        }

        Log.Forgotten(_logger, AuthorizerKey.Of(authorizer));
    }

    /// <summary>Returns whether the store has yet to be told of something.</summary>
    internal bool HasPending => !_pending.IsEmpty;

    /// <summary>
    /// Puts an access token in the place of the one that is in use, on all replicas: WeChat has ended that one. A renewal that is under way
    /// publishes nothing any more.
    /// </summary>
    internal async ValueTask PublishAsync(Account authorizer, Token token, CancellationToken cancellationToken)
    {
        var slot = _slots.For(authorizer, TokenKind.AuthorizerToken);
        await PublishAsync(slot.Key, token, cancellationToken);
        slot.Replace(token);
        foreach (var kind in Kinds)
        {
            _slots.Find(authorizer, kind)?.Backoff.Succeed();
        }

        await _vain.ForgetAsync(AuthorizerKey.Of(authorizer), cancellationToken);
    }

    /// <summary>Tells the store what it did not take before.</summary>
    internal async Task RetryAsync(CancellationToken cancellationToken)
    {
        foreach (var (key, token) in _pending)
        {
            try
            {
                await WriteAsync(key, token, cancellationToken);
                _pending.TryRemove(new(key, token));
            }
            catch (StoreUnavailableException)
            {
                return;
            }
        }
    }

    private async ValueTask PublishAsync(string key, Token token, CancellationToken cancellationToken)
    {
        _pending[key] = token;
        await TryAsync(key, token, cancellationToken);
    }

    private async ValueTask RemoveAsync(string key, CancellationToken cancellationToken)
    {
        _pending[key] = null;
        await TryAsync(key, null, cancellationToken);
    }

    private async ValueTask TryAsync(string key, Token? token, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(key, token, cancellationToken);
            _pending.TryRemove(new(key, token));
        }
        catch (StoreUnavailableException e)
        {
            Log.NotTold(_logger, e.Message);
        }
    }

    private async ValueTask WriteAsync(string key, Token? token, CancellationToken cancellationToken)
    {
        var left = token?.Lifetime.Remaining(_timeProvider) ?? TimeSpan.Zero;
        if (left > TimeSpan.Zero)
        {
            await _store.PublishAsync(key, StoredValue.OfText(token!.Value, left), cancellationToken);
        }
        else
        {
            await _store.RemoveAsync(key, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Information, "The tokens of '{Authorizer}' are dropped on all replicas.", EventName = "Forgotten")]
        public static partial void Forgotten(ILogger logger, AuthorizerKey authorizer);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The store cannot be told that an authorizer's token is another one now: '{Reason}' Trying again every second; other replicas "
            + "use the old token meanwhile.",
            EventName = "NotTold")]
        public static partial void NotTold(ILogger logger, string reason);
    }
}

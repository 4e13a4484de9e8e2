using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Spills;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Tokens.Issuers;

namespace WxYarpGateway.TokenService.Platforms.Issuers;

/// <summary>Asks WeChat for an authorizer's access token, with the refresh token in the vault.</summary>
/// <remarks>
/// The steps, within the lease on the access token: read the vault; ask WeChat; <b>if the answer has another refresh token, write that
/// first</b>; return the access token, which is published then. WeChat says that refresh tokens do not change, but nothing here relies on
/// it.
/// </remarks>
internal sealed partial class AuthorizerTokenIssuer(
    RefreshTokens refreshTokens,
    RefreshTokenSearch search,
    VainAttempts vain,
    PlatformApi api,
    SoleRenewal soleRenewal,
    TimeProvider timeProvider,
    ILogger<AuthorizerTokenIssuer> logger)
    : ITokenIssuer
{
    // WeChat pushes the event with the code at once; the administrator's browser brings it too.
    private static readonly TimeSpan LongestAuthorization = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<AuthorizerKey, (string RefreshToken, long SeenAt)> _authorizing = [];

    public async ValueTask<WeChatResult<Token>> IssueAsync(Account account, CancellationToken cancellationToken)
    {
        var key = AuthorizerKey.Of(account);
        KnownToken known;
        try
        {
            known = await refreshTokens.ReadAsync(key, cancellationToken) ?? KnownToken.None;
        }
        catch (VaultUnavailableException e)
        {
            return new WeChatError(null, ErrorClass.Busy, $"{e.Message} Without it there is no refresh token to ask WeChat with.");
        }

        if (known.State == AuthorizerState.Unauthorized)
        {
            return Unauthorized;
        }

        if (await vain.FindAsync(key, known.RefreshToken, cancellationToken) is { } inVain)
        {
            return inVain;
        }

        if (known.RefreshToken.Length > 0)
        {
            var result = await RenewAsync(account, key, known, cancellationToken);
            if (result.TryGet(out _, out var error) || error.ErrorCode != ErrorCodes.AuthorizerRefreshTokenInvalid)
            {
                return result;
            }
        }

        return await RecoverAsync(account, key, known, cancellationToken);
    }

    public async ValueTask<Issue> ReplaceAsync(
        Account account, string rejected, bool isKnownCurrent, CancellationToken cancellationToken) =>
        new(await IssueAsync(account, cancellationToken), ForcedRenewals.Interval);

    // A new one may end the one that the other replicas have, and the refresh token with it.
    public bool IsHarmless(Account account) => false;

    public ValueTask<bool> MayAskAloneAsync(Account account, CancellationToken cancellationToken) =>
        soleRenewal.TryHoldAsync(cancellationToken);

    private static WeChatError Unauthorized { get; } = new(
        null,
        ErrorClass.Permission,
        "The account ended its authorization of the platform. Its administrator has to authorize the platform again.",
        RefreshTokenSearch.Pause)
    {
        Obstacle = TokenObstacle.Unauthorized,
    };

    private async ValueTask<WeChatResult<Token>> RecoverAsync(
        Account account, AuthorizerKey key, KnownToken known, CancellationToken cancellationToken)
    {
        Log.Recovering(logger, key);
        var found = await search.FindAsync(account.Component!, account.AppId, known.RefreshToken, cancellationToken);
        if (!found.TryGet(out var refreshToken, out var error))
        {
            return await GiveUpAsync(key, known, error, cancellationToken);
        }

        // Before it is used: using it may change it.
        var written = await refreshTokens.WriteAsync(key, refreshToken, known);
        var result = await RenewAsync(account, key, written, cancellationToken);
        if (!result.TryGet(out _, out error))
        {
            return error.ErrorCode == ErrorCodes.AuthorizerRefreshTokenInvalid
                ? await GiveUpAsync(key, written, RefreshTokenSearch.Broken, cancellationToken)
                : error;
        }

        Log.Recovered(logger, key);
        if (known.State is AuthorizerState.Broken or AuthorizerState.NeedsCode)
        {
            await refreshTokens.MarkAsync(key, AuthorizerState.Authorized, "", cancellationToken);
        }

        return result;
    }

    private async ValueTask<WeChatResult<Token>> RenewAsync(
        Account account, AuthorizerKey key, KnownToken known, CancellationToken cancellationToken)
    {
        var answer = await api.RenewAuthorizerAsync(account.Component!, account.AppId, known.RefreshToken, cancellationToken);
        if (!answer.TryGet(out var renewed, out var error))
        {
            return error;
        }

        await refreshTokens.WriteAsync(key, renewed.RefreshToken, known);
        return renewed.AccessToken is { } token
            ? token
            : new WeChatError(null, ErrorClass.Busy, "WeChat's answer holds no authorizer_access_token with a usable expires_in.");
    }

    private async ValueTask<WeChatResult<Token>> GiveUpAsync(
        AuthorizerKey key, KnownToken known, WeChatError error, CancellationToken cancellationToken)
    {
        if (error.Obstacle == TokenObstacle.NeedsCode && IsBeingAuthorized(key, known))
        {
            return RefreshTokenSearch.BeingAuthorized;
        }

        var state = error.Obstacle switch
        {
            TokenObstacle.NeedsCode => AuthorizerState.NeedsCode,
            TokenObstacle.Broken => AuthorizerState.Broken,
            _ => (AuthorizerState?)null,
        };
        if (state is { } mark)
        {
            Log.GivenUp(logger, key, mark, error.Message);
            await vain.NoteAsync(key, known.RefreshToken, error, cancellationToken);
            await refreshTokens.MarkAsync(key, mark, error.Message, cancellationToken);
        }

        return error;
    }

    /// <summary>Returns whether a code is probably on its way: until a moment ago the refresh token was good.</summary>
    private bool IsBeingAuthorized(AuthorizerKey key, KnownToken known)
    {
        if (known.RefreshToken.Length == 0 || known.State != AuthorizerState.Authorized)
        {
            return false;
        }

        var seen = _authorizing.AddOrUpdate(
            key,
            _ => (known.RefreshToken, timeProvider.GetTimestamp()),
            (_, before) => before.RefreshToken == known.RefreshToken ? before : (known.RefreshToken, timeProvider.GetTimestamp()));
        var isOver = timeProvider.GetElapsedTime(seen.SeenAt) >= LongestAuthorization;
        if (isOver)
        {
            _authorizing.TryRemove(key, out _);
        }

        return !isOver;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "There is no refresh token of '{Authorizer}' that WeChat takes; asking WeChat for it.",
            EventName = "Recovering")]
        public static partial void Recovering(ILogger logger, AuthorizerKey authorizer);

        [LoggerMessage(
            2, LogLevel.Warning, "WeChat gave the refresh token of '{Authorizer}'; all is well again.", EventName = "Recovered")]
        public static partial void Recovered(ILogger logger, AuthorizerKey authorizer);

        [LoggerMessage(
            3,
            LogLevel.Error,
            "There is no token for '{Authorizer}' ('{State}'): '{Reason}' Asking WeChat again in a day, or when there is another refresh "
            + "token.",
            EventName = "GivenUp")]
        public static partial void GivenUp(ILogger logger, AuthorizerKey authorizer, AuthorizerState state, string reason);
    }
}

using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Sync;

/// <summary>Asks WeChat about one account and brings its row up to date, unless the row changes in the meantime.</summary>
public sealed partial class AuthorizerInquiry
{
    private readonly PlatformApi _api;
    private readonly IComparedAuthorizers _rows;
    private readonly IAuthorizerVault _vault;
    private readonly AuthorizerTokens _tokens;
    private readonly AuthorizerChanges _changes;
    private readonly IEndedAuthorizers[] _ended;
    private readonly ILogger<AuthorizerInquiry> _logger;

    internal AuthorizerInquiry(
        PlatformApi api,
        IComparedAuthorizers rows,
        IAuthorizerVault vault,
        AuthorizerTokens tokens,
        AuthorizerChanges changes,
        IEnumerable<IEndedAuthorizers> ended,
        ILogger<AuthorizerInquiry> logger) =>
        (_api, _rows, _vault, _tokens, _changes, _ended, _logger) = (api, rows, vault, tokens, changes, [.. ended], logger);

    /// <summary>Asks about an account.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="appId">The account.</param>
    /// <param name="reason">Why, which decides what the answer may change.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AuthorizersUnavailableException">The database is away.</exception>
    public async ValueTask<Inquiry> AskAsync(
        WeChatPlatform platform, AppId appId, InquiryReason reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(platform);

        // Before WeChat is asked: what is written afterwards is written over this and nothing else.
        var seen = await _rows.StampAsync(platform.AppId, appId, cancellationToken);
        var answer = await _api.AuthorizerInfoAsync(platform.Account, appId, cancellationToken);
        if (answer.TryGet(out var told, out var error))
        {
            return await SaveAsync(platform, told, seen, reason, cancellationToken);
        }

        return error.Obstacle == TokenObstacle.Unauthorized && seen is not null && reason is InquiryReason.Unseen or InquiryReason.Ended
            ? await EndAsync(platform, appId, seen!, error, cancellationToken)
            : new Inquiry(SaveResult.Unchanged, Error: error);
    }

    private async ValueTask<Inquiry> SaveAsync(
        WeChatPlatform platform,
        TokenService.Platforms.Calls.AuthorizerInfo told,
        AuthorizerStamp? seen,
        InquiryReason reason,
        CancellationToken cancellationToken)
    {
        if (seen is null && reason != InquiryReason.Listed)
        {
            return new Inquiry(SaveResult.Unchanged);
        }

        var saved = await _rows.SaveAsync(platform.AppId, told, seen, reason == InquiryReason.Listed, cancellationToken);
        if (saved == SaveResult.Saved)
        {
            await _changes.PublishAsync(platform.AppId, told.AppId, cancellationToken);
        }

        return new Inquiry(saved);
    }

    private async ValueTask<Inquiry> EndAsync(
        WeChatPlatform platform, AppId appId, AuthorizerStamp seen, WeChatError error, CancellationToken cancellationToken)
    {
        if (error.Obstacle != TokenObstacle.Unauthorized)
        {
            return new Inquiry(SaveResult.Unchanged, Error: error);
        }

        // Before the row: should the database go away now, the next comparison asks about the account again.
        await TellAsync(platform, appId, cancellationToken);
        var ended = await _rows.EndAsync(platform.AppId, appId, seen, cancellationToken);
        if (ended == SaveResult.Outrun)
        {
            return new Inquiry(ended);
        }

        await _tokens.ForgetAsync(AuthorizerKey.AccountOf(platform.Account, appId), cancellationToken);

        // And for those who logged in meanwhile.
        await TellAsync(platform, appId, cancellationToken);
        try
        {
            await _vault.WipeAsync(new AuthorizerKey(platform.AppId, appId), seen.RefreshVersion, cancellationToken);
        }
        catch (VaultUnavailableException e)
        {
            throw new AuthorizersUnavailableException(e.Message, e);
        }

        if (seen.Status != AuthorizerState.Unauthorized)
        {
            Log.Ended(_logger, appId.Value, platform.Name);
            await _changes.PublishAsync(platform.AppId, appId, cancellationToken);
        }

        return new Inquiry(ended, IsEnded: seen.Status != AuthorizerState.Unauthorized);
    }

    private async ValueTask TellAsync(WeChatPlatform platform, AppId appId, CancellationToken cancellationToken)
    {
        foreach (var one in _ended)
        {
            await one.EndedAsync(platform, appId, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "WeChat says that account '{AppId}' is not authorized to platform '{Platform}', although no event said so. Its tokens are dropped "
            + "everywhere.",
            EventName = "Ended")]
        public static partial void Ended(ILogger logger, string appId, string platform);
    }
}

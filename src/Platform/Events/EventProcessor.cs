using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Sync;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Events;

/// <summary>Does what an authorization event asks for. Each step may be repeated: another replica may have begun it.</summary>
/// <remarks>
/// An authorizer remembers the CreateTime of the newest event applied: an older one changes nothing. Of two in one second, WeChat is asked
/// which is true.
/// </remarks>
internal sealed partial class EventProcessor(
    AuthorizationCodes codes,
    AuthorizerTokens tokens,
    PlatformApi api,
    IAuthorizerStore authorizers,
    AuthorizerChanges changes,
    AuthorizerInquiry inquiry,
    EventCopier copier,
    CompletedEvents completed,
    IEnumerable<IEndedAuthorizers> ended,
    ILogger<EventProcessor> logger)
{
    /// <summary>Works on an event.</summary>
    /// <exception cref="AuthorizersUnavailableException">The database is away: try again.</exception>
    public async ValueTask<EventWork> WorkAsync(WeChatPlatform platform, TakenEvent taken, CancellationToken cancellationToken)
    {
        if (taken.Unreadable is { } why)
        {
            return EventWork.GiveUp(why);
        }

        var inboxEvent = taken.Event;
        if (!taken.WasWorkedOn)
        {
            // Twice is better than never: the taker before may have died before or after this.
            await copier.CopyAsync(platform, inboxEvent.InfoType, inboxEvent.Account, inboxEvent.Digest, inboxEvent.Body);
        }

        var fields = EventFields.Read(inboxEvent.Body);
        var isRegistration = inboxEvent.InfoType is EventTypes.FastRegistration or EventTypes.TrialRegistration;
        return isRegistration && (fields.Code.Length == 0 || fields.Status != 0) ? EventWork.Done
            : fields.Account is not { } account ? EventWork.GiveUp("The event names no account.")
            : inboxEvent.InfoType == EventTypes.Unauthorized
                ? await EndAsync(platform, account, inboxEvent.CreateTime, cancellationToken)
            : fields.Code.Length == 0 ? EventWork.GiveUp("The event has no authorization code.")
            : await AuthorizeAsync(platform, taken, account, fields.Code, cancellationToken);
    }

    /// <summary>Asks WeChat how it stands with an account whose event could not be done. It does not fail.</summary>
    public async ValueTask SettleAsync(WeChatPlatform platform, AppId account, CancellationToken cancellationToken)
    {
        try
        {
            await inquiry.AskAsync(platform, account, InquiryReason.Listed, cancellationToken);
        }
        catch (AuthorizersUnavailableException)
        {
            // The next comparison with WeChat's list finds it.
        }
    }

    private async ValueTask<EventWork> AuthorizeAsync(
        WeChatPlatform platform, TakenEvent taken, AppId named, string code, CancellationToken cancellationToken)
    {
        var (inboxEvent, time) = (taken.Event, taken.Event.CreateTime);
        var before = (await authorizers.FindAsync(platform.AppId, named, cancellationToken))?.Authorizer;
        if (before?.EventTime > time)
        {
            return await LeaveAsync(platform, taken, named, cancellationToken);
        }

        var exchanged = await codes.ExchangeAsync(platform.Account, code, named, cancellationToken);
        if (!exchanged.TryGet(out var authorization, out var error))
        {
            return error.Class == ErrorClass.UserAuthorization ? EventWork.GiveUp(error.Message) : EventWork.Retry(error.Message);
        }

        var account = authorization.AppId;
        switch (await ApplyAsync(platform, account, AuthorizerState.Authorized, time, cancellationToken))
        {
            case Applied.Unknown:
                return EventWork.Retry("WeChat did not say which of two events of one second is true.");
            case Applied.No:
                return await LeaveAsync(platform, taken, account, cancellationToken);
            default:
                break;
        }

        await changes.PublishAsync(platform.AppId, account, cancellationToken);
        var answer = await inquiry.AskAsync(platform, account, InquiryReason.Listed, cancellationToken);
        if (answer.Error is { } unanswered)
        {
            return unanswered.Obstacle == TokenObstacle.Unauthorized
                ? await LeaveAsync(platform, taken, account, cancellationToken)
                : EventWork.Retry(unanswered.Message);
        }

        await completed.CopyAsync(platform, account, inboxEvent.Digest, time, cancellationToken);
        Log.Authorized(logger, account.Value, platform.Name, inboxEvent.InfoType);
        return EventWork.Done;
    }

    /// <summary>
    /// Leaves an event that a newer one has outrun. If its code was exchanged, the row and the tokens may say that the account is
    /// authorized although the newer event ended that: WeChat knows.
    /// </summary>
    private async ValueTask<EventWork> LeaveAsync(
        WeChatPlatform platform, TakenEvent taken, AppId account, CancellationToken cancellationToken)
    {
        Log.Old(logger, taken.Event);
        var answer = await inquiry.AskAsync(platform, account, InquiryReason.Unseen, cancellationToken);
        return answer.Error is { } error ? EventWork.Retry(error.Message) : EventWork.Done;
    }

    private async ValueTask<EventWork> EndAsync(
        WeChatPlatform platform, AppId account, DateTimeOffset time, CancellationToken cancellationToken)
    {
        switch (await ApplyAsync(platform, account, AuthorizerState.Unauthorized, time, cancellationToken))
        {
            case Applied.Unknown:
                return EventWork.Retry("WeChat did not say which of two events of one second is true.");
            case Applied.No:
                return EventWork.Done;
            default:
                break;
        }

        // After the row, which keeps every replica from asking for a new token.
        await tokens.ForgetAsync(AuthorizerKey.AccountOf(platform.Account, account), cancellationToken);
        await changes.PublishAsync(platform.AppId, account, cancellationToken);
        Log.Ended(logger, account.Value, platform.Name);
        foreach (var listener in ended)
        {
            await listener.EndedAsync(platform, account, cancellationToken);
        }

        // The refresh token is wiped once WeChat itself says so, which may be later: then the comparison with its list does it.
        await inquiry.AskAsync(platform, account, InquiryReason.Ended, cancellationToken);
        return EventWork.Done;
    }

    private async ValueTask<Applied> ApplyAsync(
        WeChatPlatform platform, AppId account, AuthorizerState status, DateTimeOffset time, CancellationToken cancellationToken)
    {
        if (await authorizers.ApplyEventAsync(platform.AppId, account, status, time, cancellationToken))
        {
            return Applied.Yes;
        }

        var row = (await authorizers.FindAsync(platform.AppId, account, cancellationToken))?.Authorizer;
        if (row?.EventTime != time)
        {
            return Applied.No;
        }

        // This event itself, worked on before, or another of the same second that says the same.
        if (row.State == AuthorizerState.Unauthorized == (status == AuthorizerState.Unauthorized))
        {
            return Applied.Yes;
        }

        var answer = await api.AuthorizerInfoAsync(platform.Account, account, cancellationToken);
        var truth = answer.TryGet(out _, out var error) ? AuthorizerState.Authorized
            : error.Obstacle == TokenObstacle.Unauthorized ? AuthorizerState.Unauthorized
            : (AuthorizerState?)null;
        if (truth is null)
        {
            return Applied.Unknown;
        }

        if (truth == status)
        {
            await authorizers.SetStateAsync(platform.AppId, account, status, "", cancellationToken);
            return Applied.Yes;
        }

        return Applied.No;
    }

    private enum Applied
    {
        No,
        Yes,
        Unknown,
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "The event '{Event}' is older than one that was applied; it changes nothing.",
            EventName = "Old")]
        public static partial void Old(ILogger logger, InboxEvent @event);

        [LoggerMessage(
            2,
            LogLevel.Information,
            "Account '{AppId}' is in the care of platform '{Platform}' ('{InfoType}').",
            EventName = "Authorized")]
        public static partial void Authorized(ILogger logger, string appId, string platform, string infoType);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "Account '{AppId}' withdrew its authorization of platform '{Platform}'. Its tokens are dropped everywhere.",
            EventName = "Ended")]
        public static partial void Ended(ILogger logger, string appId, string platform);
    }
}
